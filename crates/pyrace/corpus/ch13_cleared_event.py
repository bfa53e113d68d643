# set and clear: a waiter that comes late sleeps on. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK / done
import threading
go = threading.Event()
def wait():
    go.wait()
def pulse():
    go.set()
    go.clear()
a = threading.Thread(target=wait)
b = threading.Thread(target=pulse)
a.start(); b.start()
a.join(); b.join()
print("done")
