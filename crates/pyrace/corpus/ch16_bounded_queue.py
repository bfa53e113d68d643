# A queue with one place makes the producer wait. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0, 1, 2]
import queue
import threading
q = queue.Queue(maxsize=1)
got = []
def produce():
    for n in range(3):
        q.put(n)
def consume():
    for _ in range(3):
        got.append(q.get())
a = threading.Thread(target=produce)
b = threading.Thread(target=consume)
a.start(); b.start()
a.join(); b.join()
print(got)
