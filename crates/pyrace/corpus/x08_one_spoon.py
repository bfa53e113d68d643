# Two cooks take the spoon and the oven in different orders. (X8)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2 / DEADLOCK
import threading
spoon = threading.Lock()
oven = threading.Lock()
cakes = []
def ann():
    spoon.acquire()
    oven.acquire()
    cakes.append("ann")
    oven.release()
    spoon.release()
def bob():
    oven.acquire()
    spoon.acquire()
    cakes.append("bob")
    spoon.release()
    oven.release()
a = threading.Thread(target=ann)
b = threading.Thread(target=bob)
a.start(); b.start()
a.join(); b.join()
print(len(cakes))
