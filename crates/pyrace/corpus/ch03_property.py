# `box.size += 1` through a property. (ch 3)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
import threading
class Box:
    def __init__(self):
        self._size = 0
    @property
    def size(self):
        return self._size
    @size.setter
    def size(self, value):
        self._size = value
box = Box()
def work():
    box.size += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(box.size)
