# What another thread adds while `set.union` asks a generator is not in the union.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0, 1, 2, 9] [0, 9] / [0, 1, 2] [0, 9]
import threading
known = {0}
union = None
def numbers():
    yield 1
    yield 2
def unite():
    global union
    union = known.union(numbers())
def add():
    known.add(9)
a = threading.Thread(target=unite)
b = threading.Thread(target=add)
a.start(); b.start()
a.join(); b.join()
print(sorted(union), sorted(known))
