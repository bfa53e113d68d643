# list(d) and d.copy() are single steps. (ch 4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 1] / [1, 2] / [2, 2]
import threading
d = {1: 1}
out = []
def look():
    out.append(len(list(d)))
    out.append(len(d.copy()))
def change():
    d[2] = 2
a = threading.Thread(target=look)
b = threading.Thread(target=change)
a.start(); b.start()
a.join(); b.join()
print(out)
