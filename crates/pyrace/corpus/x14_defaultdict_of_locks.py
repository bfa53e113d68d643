# A defaultdict whose factory is a Python function may hand out two locks. (X14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, gil_every, gil_calls_310, gil_calls: False / True
# expect 3.14, 3.15, 3.13t, 3.14t, 3.15t, free_threaded: True
import collections
import threading
def make():
    return threading.Lock()
locks = collections.defaultdict(make)
got = []
def take():
    got.append(locks["x"])
a = threading.Thread(target=take)
b = threading.Thread(target=take)
a.start(); b.start()
a.join(); b.join()
print(got[0] is got[1])
