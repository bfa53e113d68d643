# The call comes first, then load, add, store. (ch 3)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2
import threading
n = 0
def one():
    return 1
def work():
    global n
    n = one() + n
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(n)
