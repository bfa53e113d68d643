# update against readers of one key. (ch 22)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: (1, 1) / (1, 2) / (2, 2)
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: (1, 1) / (2, 2)
import threading
d = {"a": 1, "b": 1}
out = []
def change():
    d.update({"a": 2, "b": 2})
def look():
    out.append((d["a"], d["b"]))
a = threading.Thread(target=change)
b = threading.Thread(target=look)
a.start(); b.start()
a.join(); b.join()
print(out[0])
