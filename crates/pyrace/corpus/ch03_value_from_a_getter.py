# `n = get() + 1`: 3.10 switches after the return, later versions on entry. (ch 3)
# expect 3.8, 3.9, 3.10, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, free_threaded: 1 / 2
# expect 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls: 2
import threading
n = 0
def get():
    return n
def work():
    global n
    n = get() + 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(n)
