# Three operations that need no lock: append, item store, set add. (X7, X16)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2 2 2
import threading
items = []
table = {}
marks = set()
def work(n):
    items.append(n)
    table[n] = n
    marks.add(n)
a = threading.Thread(target=work, args=(1,))
b = threading.Thread(target=work, args=(2,))
a.start(); b.start()
a.join(); b.join()
print(len(items), len(table), len(marks))
