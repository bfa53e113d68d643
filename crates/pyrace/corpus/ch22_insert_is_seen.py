# insert(0, x) against a reader of item 0. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 0 [0, 1, 2] / 1 [0, 1, 2]
import threading
items = [1, 2]
out = []
def put():
    items.insert(0, 0)
def look():
    out.append(items[0])
a = threading.Thread(target=put)
b = threading.Thread(target=look)
a.start(); b.start()
a.join(); b.join()
print(out[0], items)
