# A notification before the wait is lost. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK / ['woken']
import threading
ready = threading.Condition()
out = []
def wait():
    with ready:
        ready.wait()
    out.append("woken")
def notify():
    with ready:
        ready.notify()
a = threading.Thread(target=wait)
b = threading.Thread(target=notify)
a.start(); b.start()
b.join()
a.join()
print(out)
