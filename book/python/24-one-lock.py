# what: a cache with one lock, whose loader uses the cache
# runs: 5
# show: outcomes
# claim: all: always waits for itself
# explore: no: the program gives up after a time-out instead of waiting for ever

# ANCHOR: program
import threading

lock = threading.Lock()
stored = {}

def get_or_load(key, load):
    # A patient program would wait here for ever.
    if not lock.acquire(timeout=0.2):
        raise TimeoutError
    try:
        if key not in stored:
            stored[key] = load(key)
        return stored[key]
    finally:
        lock.release()

def page(key):
    return get_or_load("header", str.upper) + key

try:
    get_or_load("news", page)
    print("loaded")
except TimeoutError:
    print("waits for itself")
# ANCHOR_END: program
