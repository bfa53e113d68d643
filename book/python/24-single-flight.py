# what: eight threads ask for one key; the load is slow, and fails the first time
# runs: 20
# show: outcomes
# claim: all: always seven got it, one was told
# explore: no: a condition variable with predicates and exceptions

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)

class Cache:
    def __init__(self):
        self.stored = {}
        self.loading = set()
        self.changed = threading.Condition()

    def get_or_load(self, key, load):
        with self.changed:
            while key not in self.stored and key in self.loading:
                self.changed.wait()
            if key in self.stored:
                return self.stored[key]
            self.loading.add(key)
        try:
            value = load(key)           # no lock is held here
            with self.changed:
                self.stored[key] = value
            return value
        finally:
            with self.changed:
                self.loading.discard(key)
                self.changed.notify_all()

cache = Cache()
loads, results = [], []

def load(key):
    loads.append(key)
    if len(loads) == 1:
        raise OSError("down")
    return key.upper()

def ask():
    try:
        results.append(cache.get_or_load("news", load))
    except OSError:
        results.append("told")

threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
right = sorted(results) == ["NEWS"] * 7 + ["told"] and len(loads) == 2
print("seven got it, one was told" if right else "something else")
# ANCHOR_END: program
