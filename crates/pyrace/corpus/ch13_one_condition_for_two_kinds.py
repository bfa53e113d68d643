# Producers and consumers wait on one condition: `notify` can wake one of the wrong kind. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK / ['cake', 'cake']
import threading
class Buffer:
    def __init__(self, size):
        self.items = []
        self.size = size
        self.changed = threading.Condition()
    def put(self, item):
        with self.changed:
            while len(self.items) == self.size:
                self.changed.wait()
            self.items.append(item)
            self.changed.notify()
    def get(self):
        with self.changed:
            while not self.items:
                self.changed.wait()
            item = self.items.pop()
            self.changed.notify()
            return item
buffer = Buffer(1)
got = []
def produce():
    buffer.put("cake")
def consume():
    got.append(buffer.get())
threads = [threading.Thread(target=f) for f in (produce, produce, consume, consume)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(got)
