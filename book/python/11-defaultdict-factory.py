# what: four threads ask a defaultdict for the lock of a new key, 2 000 keys
# runs: 20
# show: outcomes
# claim: gil -3.13: can two locks for one key
# claim: gil 3.14+: always one lock for each key
# claim: free-threaded 3.14+: always one lock for each key
# explore: 11-defaultdict-factory-small
# ANCHOR: program
import sys
import threading
from collections import defaultdict

sys.setswitchinterval(1e-6)
KEYS = range(2000)
locks = defaultdict(lambda: threading.Lock())
seen = [[], [], [], []]


def worker(number):
    for key in KEYS:
        seen[number].append(locks[key])


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
