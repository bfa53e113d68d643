# A lock for each key, made by setdefault. (X14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2 1
import threading
locks = {}
values = {"x": 0}
def change(key):
    with locks.setdefault(key, threading.Lock()):
        values[key] = values[key] + 1
a = threading.Thread(target=change, args=("x",))
b = threading.Thread(target=change, args=("x",))
a.start(); b.start()
a.join(); b.join()
print(values["x"], len(locks))
