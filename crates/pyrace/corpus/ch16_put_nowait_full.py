# put_nowait into a full queue. (ch 16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['full', 'got', 'put'] / ['got', 'put', 'put']
import queue
import threading
q = queue.Queue(1)
out = []
def produce(n):
    try:
        q.put_nowait(n)
        out.append("put")
    except queue.Full:
        out.append("full")
def consume():
    out.append("got" if q.get() else "")
threads = [threading.Thread(target=produce, args=(n,)) for n in (1, 2)]
threads.append(threading.Thread(target=consume))
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(out))
