# An AtomicInt with a lock inside. (X17)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2 [1, 2]
import threading
class AtomicInt:
    def __init__(self, value=0):
        self._value = value
        self._lock = threading.Lock()
    def increment(self, by=1):
        with self._lock:
            self._value += by
            return self._value
    @property
    def value(self):
        with self._lock:
            return self._value
number = AtomicInt()
seen = []
def work():
    seen.append(number.increment())
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(number.value, sorted(seen))
