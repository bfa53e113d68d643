# what: two threads ask for a key that is not stored; the lock is free while it is loaded
# runs: 20
# show: outcomes
# claim: all: always loaded twice
# explore: no: the loader meets the other one at a barrier

# ANCHOR: program
import threading

lock = threading.Lock()
stored = {}
loads = []
both_load = threading.Barrier(2)

def load(key):
    loads.append(key)
    both_load.wait()            # a slow database: both are here at the same time
    return key.upper()

def get_or_load(key):
    with lock:
        if key in stored:
            return stored[key]
    value = load(key)
    with lock:
        return stored.setdefault(key, value)

threads = [threading.Thread(target=get_or_load, args=("news",)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print({1: "loaded once", 2: "loaded twice"}[len(loads)])
# ANCHOR_END: program
