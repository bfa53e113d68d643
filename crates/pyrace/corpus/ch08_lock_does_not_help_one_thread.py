# A lock does not help against deleting in the own loop. (ch 8)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {2: 2} False | RuntimeError in A, line 8
import threading
d = {1: 1, 2: 2}
lock = threading.Lock()
def clean():
    with lock:
        for key in d:
            if d[key] == 1:
                del d[key]
t = threading.Thread(target=clean)
t.start()
t.join()
print(d, lock.locked())
