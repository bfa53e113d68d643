# what: two processes compute in pure Python and write down when they are at it
# runs: 10
# show: outcomes
# claim: all: can two at a time
# explore: no: it is a measurement

# ANCHOR: program
import multiprocessing
import time

def compute(_):
    return [time.perf_counter() for _ in range(60000)]

def together(one, other):
    """How often `other` did something between two steps of `one` that lie 20 us apart or less."""
    count, place = 0, 0
    for before, after in zip(one, one[1:]):
        while place < len(other) and other[place] <= before:
            place += 1
        if place < len(other) and other[place] < after < before + 20e-6:
            count += 1
    return count

if __name__ == "__main__":
    pool = multiprocessing.Pool(2)
    rounds = [pool.map(compute, range(2), chunksize=1) for _ in range(5)]
    pool.close()
    pool.join()
    most = max(together(one, other) for one, other in rounds)
    print("two at a time" if most > 100 else "one at a time")
# ANCHOR_END: program
