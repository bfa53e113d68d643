# `while not q.empty(): q.get()` with two consumers. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK / [1]
import queue
import threading
q = queue.Queue()
q.put(1)
got = []
def consume():
    while not q.empty():
        got.append(q.get())
a = threading.Thread(target=consume)
b = threading.Thread(target=consume)
a.start(); b.start()
a.join(); b.join()
print(got)
