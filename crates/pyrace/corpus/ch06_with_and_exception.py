# An exception leaves the `with`: the lock is free again. (ch 6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 11 False | ValueError in A, line 10
import threading
lock = threading.Lock()
n = 0
def fails():
    global n
    with lock:
        n += 1
        raise ValueError("half done")
def works():
    global n
    with lock:
        n += 10
a = threading.Thread(target=fails)
b = threading.Thread(target=works)
a.start(); b.start()
a.join(); b.join()
print(n, lock.locked())
