# Two threads share a list iterator. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_every, gil_calls_310, gil_calls: [1, 2]
# expect 3.13t, 3.14t, 3.15t, free_threaded: [1, 1] / [1, 2]
import threading
source = iter([1, 2])
out = []
def work():
    out.append(next(source, "end"))
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(sorted(out, key=str))
