# An exception between acquire and release keeps the place.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['gave up'] | ZeroDivisionError in A, line 8 / ['in'] | ZeroDivisionError in A, line 8
import threading
places = threading.Semaphore(1)
out = []
def fails():
    places.acquire()
    out.append(1 // 0)
    places.release()
def works():
    if places.acquire(timeout=1):
        out.append("in")
        places.release()
    else:
        out.append("gave up")
a = threading.Thread(target=fails)
b = threading.Thread(target=works)
a.start(); b.start()
a.join(); b.join()
print(out)
