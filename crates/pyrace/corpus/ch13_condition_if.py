# `if` instead of `while`: the second consumer finds nothing. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: produced | DEADLOCK / produced | IndexError in A, line 10 / produced | IndexError in B, line 10
import threading
items = []
ready = threading.Condition()
def consume():
    with ready:
        if not items:
            ready.wait()
        items.pop()
def produce():
    with ready:
        items.append("cake")
        ready.notify_all()
threads = [threading.Thread(target=f) for f in (consume, consume, produce)]
for t in threads:
    t.start()
threads[2].join()
print("produced")
