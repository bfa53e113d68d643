# what: two threads wait for something; do the waits overlap?
# runs: 10
# show: outcomes
# claim: all: always two at a time
# explore: no: it is a measurement

# ANCHOR: program
import threading
import time

def wait():
    time.sleep(0.1)             # a disk, a network, a customer

def both():
    threads = [threading.Thread(target=wait) for _ in range(2)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin

least = min(both() for _ in range(5))
print("two at a time" if least < 0.19 else "one at a time")
# ANCHOR_END: program
