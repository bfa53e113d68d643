# A bounded buffer of two semaphores and a lock.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0, 1]
import threading
from collections import deque
buffer = deque()
places = threading.Semaphore(1)
items = threading.Semaphore(0)
lock = threading.Lock()
got = []
def produce():
    for n in range(2):
        places.acquire()
        with lock:
            buffer.append(n)
        items.release()
def consume():
    for _ in range(2):
        items.acquire()
        with lock:
            got.append(buffer.popleft())
        places.release()
a = threading.Thread(target=produce)
b = threading.Thread(target=consume)
a.start(); b.start()
a.join(); b.join()
print(got)
