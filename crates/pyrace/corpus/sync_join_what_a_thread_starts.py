# The main thread joins a thread that another thread starts, sooner or later.
# expect 3.8, 3.9, 3.10, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, free_threaded: ['early', 'work'] / ['work', 'early'] / ['work', 'joined']
# expect 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls: ['early', 'work'] / ['work', 'joined']
import threading
out = []
def work():
    out.append("work")
worker = threading.Thread(target=work)
def begin():
    worker.start()
starter = threading.Thread(target=begin)
starter.start()
try:
    worker.join()
    out.append("joined")
except RuntimeError:
    out.append("early")
starter.join()
worker.join()
print(out)
