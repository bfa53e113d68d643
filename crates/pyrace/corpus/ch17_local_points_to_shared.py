# A local attribute may still point to a shared object. (ch 17)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2
import threading
box = threading.local()
shared = [0]
def work():
    box.row = shared
    box.row[0] = box.row[0] + 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(shared[0])
