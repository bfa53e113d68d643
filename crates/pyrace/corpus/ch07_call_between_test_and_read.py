# A function call between test and read. (ch 7)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / KeyError / none
import threading
d = {"k": 1}
out = []
def log():
    pass
def read():
    try:
        if "k" in d:
            log()
            out.append(d["k"])
        else:
            out.append("none")
    except KeyError:
        out.append("KeyError")
def drop():
    d.clear()
a = threading.Thread(target=read)
b = threading.Thread(target=drop)
a.start(); b.start()
a.join(); b.join()
print(out[0])
