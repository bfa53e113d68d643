# A thread polls a flag; the schedules are without end, the outcome is one. (ch 5)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['go']
import threading
ready = False
out = []
def wait():
    while not ready:
        pass
    out.append("go")
def go():
    global ready
    ready = True
a = threading.Thread(target=wait)
b = threading.Thread(target=go)
a.start(); b.start()
a.join(); b.join()
print(out)
