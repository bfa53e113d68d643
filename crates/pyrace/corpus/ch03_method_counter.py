# A counter in an object. (ch 3)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2
import threading
class Counter:
    def __init__(self):
        self.n = 0
    def add(self):
        self.n += 1
c = Counter()
a = threading.Thread(target=c.add)
b = threading.Thread(target=c.add)
a.start(); b.start()
a.join(); b.join()
print(c.n)
