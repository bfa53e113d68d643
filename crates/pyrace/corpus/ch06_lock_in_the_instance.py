# The lock is in the instance, the data in the class. (ch 6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
import threading
class Visit:
    total = 0
    def __init__(self):
        self.lock = threading.Lock()
    def count(self):
        with self.lock:
            Visit.total = Visit.total + len("x")
a = threading.Thread(target=Visit().count)
b = threading.Thread(target=Visit().count)
a.start(); b.start()
a.join(); b.join()
print(Visit.total)
