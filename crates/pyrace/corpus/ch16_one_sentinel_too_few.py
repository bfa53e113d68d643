# One None for two consumers: one of them waits for ever. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK
import queue
import threading
q = queue.Queue()
def consume():
    while q.get() is not None:
        pass
consumers = [threading.Thread(target=consume) for _ in range(2)]
for t in consumers:
    t.start()
q.put(1)
q.put(None)
for t in consumers:
    t.join()
print("done")
