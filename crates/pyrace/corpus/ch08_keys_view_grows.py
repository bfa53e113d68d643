# d.items() is live: a concurrent insert breaks the loop. (ch 8)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 3 / 7 / dictionary changed size during iteration
import threading
d = {"a": 1, "b": 2}
out = []
def total():
    try:
        n = 0
        for key, value in d.items():
            n += value
        out.append(n)
    except RuntimeError as error:
        out.append(str(error))
def insert():
    d["c"] = 4
a = threading.Thread(target=total)
b = threading.Thread(target=insert)
a.start(); b.start()
a.join(); b.join()
print(out[0])
