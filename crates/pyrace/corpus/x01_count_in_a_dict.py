# Two threads add one to a counter in a dict. (X1)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2
import threading
data = {"count": 0}
def work():
    data["count"] += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(data["count"])
