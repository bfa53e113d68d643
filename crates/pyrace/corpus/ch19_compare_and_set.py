# compare_and_set by a lock, and a loop around it. (ch 19)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2
import threading
class Cell:
    def __init__(self):
        self.value = 0
        self.lock = threading.Lock()
    def compare_and_set(self, old, new):
        with self.lock:
            if self.value != old:
                return False
            self.value = new
            return True
cell = Cell()
def add():
    while True:
        old = cell.value
        if cell.compare_and_set(old, old + 1):
            break
a = threading.Thread(target=add)
b = threading.Thread(target=add)
a.start(); b.start()
a.join(); b.join()
print(cell.value)
