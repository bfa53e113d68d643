# q.join() waits for task_done, not for get. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK
import queue
import threading
q = queue.Queue()
q.put(1)
def consume():
    q.get()
t = threading.Thread(target=consume)
t.start()
t.join()
q.join()
print("never")
