# A counter in a closure. (ch 3)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 2 / 3
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 3
import threading
def make():
    n = 0
    def add():
        nonlocal n
        n += 1
        return n
    return add
add = make()
a = threading.Thread(target=add)
b = threading.Thread(target=add)
a.start(); b.start()
a.join(); b.join()
print(add())
