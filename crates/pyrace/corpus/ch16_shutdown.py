# Queue.shutdown ends waiting consumers (3.13 and later). (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12: module 'queue' has no attribute 'ShutDown'
# expect 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 'closed']
import queue
import threading
q = queue.Queue()
out = []
def consume():
    try:
        while True:
            out.append(q.get())
    except queue.ShutDown:
        out.append("closed")
def produce():
    q.put(1)
    q.shutdown()
try:
    queue.ShutDown
except AttributeError as error:
    print(error)
else:
    a = threading.Thread(target=consume)
    b = threading.Thread(target=produce)
    a.start(); b.start()
    a.join(); b.join()
    print(out)
