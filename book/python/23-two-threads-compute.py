# what: two threads compute in pure Python and write down when they are at it
# runs: 10
# show: outcomes
# claim: gil: always one at a time
# claim: free-threaded: can two at a time
# explore: no: it is a measurement

# ANCHOR: program
import threading
import time

def compute():
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

def round_of_two():
    results = []
    threads = [threading.Thread(target=lambda: results.append(compute())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together(*results)

most = max(round_of_two() for _ in range(5))
print("two at a time" if most > 100 else "one at a time")
# ANCHOR_END: program
