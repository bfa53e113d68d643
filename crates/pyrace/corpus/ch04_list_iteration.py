# A list is changed while another thread iterates: items are skipped, nothing raises. (ch 4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2, 3] / [1, 2] / [1, 3] / [2, 3]
import threading
items = [1, 2, 3]
out = []
def look():
    for x in items:
        out.append(x)
def change():
    items.pop(0)
a = threading.Thread(target=look)
b = threading.Thread(target=change)
a.start(); b.start()
a.join(); b.join()
print(out)
