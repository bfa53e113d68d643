# `set.update` and `deque.extend` put in what a generator gives at once: others see half of it; `set.union` works on a copy.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: (0, 0) [1, 2] [1, 2] / (0, 2) [1, 2] [1, 2] / (1, 0) [1, 2] [1, 2] / (1, 2) [1, 2] [1, 2] / (2, 0) [1, 2] [1, 2] / (2, 2) [1, 2] [1, 2]
import threading
from collections import deque
seen = set()
queue = deque()
sizes = None
def numbers():
    yield 1
    yield 2
def fill():
    both = seen.union(numbers())
    seen.update(numbers())
    queue.extend(both)
def look():
    global sizes
    sizes = len(seen), len(queue)
a = threading.Thread(target=fill)
b = threading.Thread(target=look)
a.start(); b.start()
a.join(); b.join()
print(sizes, sorted(seen), sorted(queue))
