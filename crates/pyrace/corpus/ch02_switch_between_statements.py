# Two statements that belong together. (ch 2)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: (0, 0) / (0, 1) / (1, 1)
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: (0, 0) / (1, 1)
import threading
first = second = 0
seen = []
def write():
    global first, second
    first = 1
    second = 1
def read():
    seen.append((second, first))
a = threading.Thread(target=write)
b = threading.Thread(target=read)
a.start(); b.start()
a.join(); b.join()
print(seen[0])
