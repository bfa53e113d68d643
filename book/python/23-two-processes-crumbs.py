# what: two processes share two thousand tiny tasks, one message for each
# runs: 5
# show: outcomes
# claim: all: always slower or equal
# explore: no: it is a measurement

# ANCHOR: program
import multiprocessing
import time

def crumb(i):
    return i * i

def fastest(work):
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)

if __name__ == "__main__":
    pool = multiprocessing.Pool(2)      # started before the clock
    pool.map(crumb, range(10))
    numbers = range(2000)
    here = fastest(lambda: [crumb(i) for i in numbers])
    there = fastest(lambda: pool.map(crumb, numbers, chunksize=1))
    pool.close()
    pool.join()
    print("faster" if here / there > 1.3 else "slower or equal")
# ANCHOR_END: program
