# `if k in d: del d[k]` by two threads. (ch 7)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: ['KeyError', 'ok'] / ['ok', 'ok']
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: ['ok', 'ok']
import threading
d = {"k": 1}
out = []
def drop():
    try:
        if "k" in d:
            del d["k"]
        out.append("ok")
    except KeyError:
        out.append("KeyError")
a = threading.Thread(target=drop)
b = threading.Thread(target=drop)
a.start(); b.start()
a.join(); b.join()
print(sorted(out))
