# One None for each consumer ends them. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1]
import queue
import threading
q = queue.Queue()
got = []
def consume():
    while True:
        item = q.get()
        if item is None:
            return
        got.append(item)
consumers = [threading.Thread(target=consume) for _ in range(2)]
for t in consumers:
    t.start()
for item in (1, None, None):
    q.put(item)
for t in consumers:
    t.join()
print(sorted(got))
