# One lock around the cache fill, another around the counter. (X6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {1: 2} 2
import threading
cache = {}
hits = 0
cache_lock = threading.Lock()
count_lock = threading.Lock()
def get(key):
    global hits
    with cache_lock:
        if key not in cache:
            cache[key] = key * 2
    with count_lock:
        hits += 1
a = threading.Thread(target=get, args=(1,))
b = threading.Thread(target=get, args=(1,))
a.start(); b.start()
a.join(); b.join()
print(cache, hits)
