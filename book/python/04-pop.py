# what: four threads pop the same keys
# runs: 20
# show: outcomes
# claim: all: always each key once
# explore: 04-pop-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
flags = {key: key for key in range(5_000)}
taken = []

def take():
    for key in range(5_000):
        value = flags.pop(key, None)
        if value is not None:
            taken.append(value)

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("each key once" if sorted(taken) == list(range(5_000)) else "twice or never")
# ANCHOR_END: program
