# what: four threads ask setdefault for the same new keys
# runs: 20
# show: outcomes
# claim: all: always one object for each key
# explore: 04-setdefault-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
flags = {}
told = []

def ask():
    told.append([flags.setdefault(key, object()) for key in range(5_000)])

threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
same = all(len({id(mine) for mine in answers}) == 1 for answers in zip(*told))
print("one object for each key" if same else "different objects")
# ANCHOR_END: program
