# First the data, then the flag. (ch 19)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 42 / not yet
import threading
data = None
ready = False
out = []
def publish():
    global data, ready
    data = {"answer": 42}
    ready = True
def read():
    if ready:
        out.append(data["answer"])
    else:
        out.append("not yet")
a = threading.Thread(target=publish)
b = threading.Thread(target=read)
a.start(); b.start()
a.join(); b.join()
print(out[0])
