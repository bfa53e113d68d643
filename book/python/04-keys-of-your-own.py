# what: flags[key] += 1, and the key has an __eq__ and a __hash__ written in Python
# runs: 20
# show: outcomes
# claim: gil: can updates lost
# claim: free-threaded: can updates lost
# explore: no: the keys of the explorer's dicts are of built-in types

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
together = threading.Barrier(4)

class Name:
    def __init__(self, text):
        self.text = text

    def __hash__(self):
        return hash(self.text)

    def __eq__(self, other):
        return self.text == other.text

flags = {Name("dark"): 0}

def count():
    together.wait()
    for _ in range(10_000):
        flags[Name("dark")] += 1

threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if flags[Name("dark")] == 40_000 else "updates lost")
# ANCHOR_END: program
