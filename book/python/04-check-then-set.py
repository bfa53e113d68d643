# what: if key not in flags: flags[key] = make()
# runs: 20
# show: outcomes
# claim: gil: can made twice
# claim: free-threaded: can made twice
# explore: 04-check-then-set-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
together = threading.Barrier(4)
flags = {}
made = []

def make(key):
    made.append(key)
    return sum(range(50)) + key

def ask():
    together.wait()
    for key in range(2_000):
        if key not in flags:
            flags[key] = make(key)

threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert flags == {key: 1225 + key for key in range(2_000)}
print("made once" if len(made) == 2_000 else "made twice")
# ANCHOR_END: program
