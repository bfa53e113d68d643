# A key replaced during the iteration: the size is the same again. (ch 8)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: [1, 2] / [2, 3] / [2] / dictionary changed size during iteration / dictionary keys changed during iteration
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: [1, 2] / [2, 3] / dictionary keys changed during iteration
import threading
d = {1: 1, 2: 2}
out = []
def look():
    seen = []
    try:
        for key in d:
            seen.append(key)
        out.append(seen)
    except RuntimeError as error:
        out.append(str(error))
def change():
    del d[1]
    d[3] = 3
a = threading.Thread(target=look)
b = threading.Thread(target=change)
a.start(); b.start()
a.join(); b.join()
print(out[0])
