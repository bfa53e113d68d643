# get with a time-out: an item or Empty. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['empty'] / [1]
import queue
import threading
q = queue.Queue()
out = []
def consume():
    try:
        out.append(q.get(timeout=1))
    except queue.Empty:
        out.append("empty")
a = threading.Thread(target=consume)
b = threading.Thread(target=q.put, args=(1,))
a.start(); b.start()
a.join(); b.join()
print(out)
