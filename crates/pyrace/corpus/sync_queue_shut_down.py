# Consumers of a queue that is shut down take what is left, then they are told. (3.13 and later)
# expect 3.8, 3.9, 3.10, 3.11, 3.12: module 'queue' has no attribute 'ShutDown'
# expect 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['closed', 'job']
import threading
import queue
jobs = queue.Queue()
log = []
def work():
    try:
        log.append(jobs.get())
    except queue.ShutDown:
        log.append("closed")
def close():
    jobs.put("job")
    jobs.shutdown()
try:
    queue.ShutDown
    threads = [threading.Thread(target=f) for f in (work, work, close)]
    for t in threads: t.start()
    for t in threads: t.join()
    print(sorted(log))
except AttributeError as e:
    print(e)
