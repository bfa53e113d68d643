# acquire without try/finally: an exception keeps the lock. (ch 6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 | ValueError in A, line 8 / ValueError in A, line 8 | DEADLOCK
import threading
lock = threading.Lock()
n = 0
def fails():
    lock.acquire()
    raise ValueError("lock kept")
def works():
    global n
    lock.acquire()
    n += 1
    lock.release()
a = threading.Thread(target=fails)
b = threading.Thread(target=works)
a.start(); b.start()
a.join(); b.join()
print(n)
