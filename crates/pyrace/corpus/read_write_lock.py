# A readers-writer lock made of a condition.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: (1, 1) / (2, 2)
import threading
class RWLock:
    def __init__(self):
        self.readers = 0
        self.writer = False
        self.cond = threading.Condition()
    def acquire_read(self):
        with self.cond:
            while self.writer:
                self.cond.wait()
            self.readers += 1
    def release_read(self):
        with self.cond:
            self.readers -= 1
            if self.readers == 0:
                self.cond.notify_all()
    def acquire_write(self):
        with self.cond:
            while self.writer or self.readers:
                self.cond.wait()
            self.writer = True
    def release_write(self):
        with self.cond:
            self.writer = False
            self.cond.notify_all()
lock = RWLock()
rates = {"eur": 1, "usd": 1}
seen = []
def read():
    lock.acquire_read()
    seen.append((rates["eur"], rates["usd"]))
    lock.release_read()
def write():
    lock.acquire_write()
    rates["eur"] = 2
    rates["usd"] = 2
    lock.release_write()
a = threading.Thread(target=read)
b = threading.Thread(target=write)
a.start(); b.start()
a.join(); b.join()
print(seen[0])
