# A queue that was filled before, two consumers with get_nowait. (X20)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0, 1]
import queue
import threading
q = queue.Queue()
for n in range(2):
    q.put(n)
done = []
def consume():
    while True:
        try:
            item = q.get_nowait()
        except queue.Empty:
            return
        done.append(item)
        q.task_done()
a = threading.Thread(target=consume)
b = threading.Thread(target=consume)
a.start(); b.start()
q.join()
a.join(); b.join()
print(sorted(done))
