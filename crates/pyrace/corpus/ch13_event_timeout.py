# Event.wait with a time-out: True or False. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [False] / [True]
import threading
go = threading.Event()
out = []
def wait():
    out.append(go.wait(timeout=0.5))
a = threading.Thread(target=wait)
b = threading.Thread(target=go.set)
a.start(); b.start()
a.join(); b.join()
print(out)
