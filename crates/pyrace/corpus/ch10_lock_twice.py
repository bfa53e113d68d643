# A Lock taken twice by one thread stops it for good, an RLock does not. (ch 10)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['rlock'] | DEADLOCK
import threading
lock = threading.Lock()
rlock = threading.RLock()
out = []
def with_rlock():
    with rlock:
        with rlock:
            out.append("rlock")
def with_lock():
    with lock:
        with lock:
            out.append("lock")
a = threading.Thread(target=with_rlock)
b = threading.Thread(target=with_lock)
a.start()
a.join()
print(out)
b.start()
b.join()
