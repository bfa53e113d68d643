# what: the same with `setdefault`
# runs: 20
# show: outcomes
# claim: all: always one lock for each key
# explore: 11-setdefault-small
# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
KEYS = range(2000)
locks = {}
seen = [[], [], [], []]


def worker(number):
    for key in KEYS:
        seen[number].append(locks.setdefault(key, threading.Lock()))


threads = [threading.Thread(target=worker, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if all(len({id(lock) for lock in column}) == 1 for column in zip(*seen)):
    print("one lock for each key")
else:
    print("two locks for one key")
# ANCHOR_END: program
