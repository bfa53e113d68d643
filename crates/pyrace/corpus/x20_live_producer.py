# get_nowait while the producer still works leaves items behind. (X20)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2] 0 / [1] 1 / [] 2
import queue
import threading
q = queue.Queue()
done = []
def produce():
    q.put(1)
    q.put(2)
def consume():
    try:
        while True:
            done.append(q.get_nowait())
    except queue.Empty:
        pass
a = threading.Thread(target=produce)
b = threading.Thread(target=consume)
a.start(); b.start()
a.join(); b.join()
print(done, q.qsize())
