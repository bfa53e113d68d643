# Iterate over list(d.items()) and delete. (ch 8)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0, 2, 9]
import threading
d = {i: i % 2 for i in range(4)}
def clean():
    for key, value in list(d.items()):
        if value:
            del d[key]
def add():
    d[9] = 0
a = threading.Thread(target=clean)
b = threading.Thread(target=add)
a.start(); b.start()
a.join(); b.join()
print(sorted(d))
