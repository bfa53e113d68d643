# try/except instead of a test. (ch 7)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ["'k'", 1]
import threading
d = {"k": 1}
out = []
def take():
    try:
        out.append(d.pop("k"))
    except KeyError as error:
        out.append(str(error))
a = threading.Thread(target=take)
b = threading.Thread(target=take)
a.start(); b.start()
a.join(); b.join()
print(sorted(out, key=str))
