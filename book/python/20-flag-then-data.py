# what: one thread stores data and raises a flag, another one sees the flag and reads the data, 20 000 times
# runs: 20
# claim: all: always data behind every flag
# explore: 20-flag-then-data-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
ROUNDS = 20_000
data = [0] * ROUNDS
ready = [False] * ROUNDS
stale = []

def writer():
    for n in range(ROUNDS):
        data[n] = n + 1
        ready[n] = True

def reader():
    for n in range(ROUNDS):
        if ready[n] and data[n] != n + 1:
            stale.append(n)

threads = [threading.Thread(target=t) for t in (writer, reader, reader)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("a flag without data" if stale else "data behind every flag")
# ANCHOR_END: program
