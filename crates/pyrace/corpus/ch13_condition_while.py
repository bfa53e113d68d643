# A consumer waits in a loop for an item. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['cake']
import threading
items = []
ready = threading.Condition()
got = []
def consume():
    with ready:
        while not items:
            ready.wait()
        got.append(items.pop())
def produce():
    with ready:
        items.append("cake")
        ready.notify()
a = threading.Thread(target=consume)
b = threading.Thread(target=produce)
a.start(); b.start()
a.join(); b.join()
print(got)
