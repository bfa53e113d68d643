# Two locks for the same data protect nothing. (ch 6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
import threading
n = 0
first = threading.Lock()
second = threading.Lock()
def work(lock):
    global n
    with lock:
        n += int(1)
a = threading.Thread(target=work, args=(first,))
b = threading.Thread(target=work, args=(second,))
a.start(); b.start()
a.join(); b.join()
print(n)
