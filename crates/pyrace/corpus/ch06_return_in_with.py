# return, break and continue leave a `with` properly. (ch 6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [-1, 1] False
import threading
lock = threading.Lock()
out = []
def early(n):
    for i in range(3):
        with lock:
            if i == n:
                return i
            continue
    return -1
def work(n):
    out.append(early(n))
a = threading.Thread(target=work, args=(1,))
b = threading.Thread(target=work, args=(5,))
a.start(); b.start()
a.join(); b.join()
print(sorted(out), lock.locked())
