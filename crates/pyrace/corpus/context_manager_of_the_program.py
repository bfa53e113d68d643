# A context manager class around a lock.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2
import threading
class Guarded:
    def __init__(self, value):
        self.value = value
        self._lock = threading.Lock()
    def __enter__(self):
        self._lock.acquire()
        return self
    def __exit__(self, kind, error, trace):
        self._lock.release()
        return kind is not None and issubclass(kind, ZeroDivisionError)
box = Guarded(0)
def work():
    with box as g:
        g.value += int(1)
def fail():
    with box:
        1 / 0
threads = [threading.Thread(target=f) for f in (work, work, fail)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(box.value)
