# A bounded buffer with one condition. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0, 1]
import threading
class Buffer:
    def __init__(self, size):
        self.size = size
        self.items = []
        self.changed = threading.Condition()
    def put(self, item):
        with self.changed:
            while len(self.items) >= self.size:
                self.changed.wait()
            self.items.append(item)
            self.changed.notify_all()
    def get(self):
        with self.changed:
            while not self.items:
                self.changed.wait()
            item = self.items.pop(0)
            self.changed.notify_all()
            return item
buffer = Buffer(1)
got = []
def produce():
    for n in range(2):
        buffer.put(n)
def consume():
    for _ in range(2):
        got.append(buffer.get())
a = threading.Thread(target=produce)
b = threading.Thread(target=consume)
a.start(); b.start()
a.join(); b.join()
print(got)
