# Two threads extend a list by generators. (ch 4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_every, gil_calls_310, gil_calls: [1, 1, 2, 2] / [1, 2, 1, 2] / [1, 2, 2, 1] / [2, 1, 1, 2] / [2, 1, 2, 1] / [2, 2, 1, 1]
# expect 3.13t, 3.14t, 3.15t, free_threaded: [1, 1, 2, 2] / [2, 2, 1, 1]
import threading
items = []
def numbers(n):
    yield n
    yield n
def work(n):
    items.extend(numbers(n))
a = threading.Thread(target=work, args=(1,))
b = threading.Thread(target=work, args=(2,))
a.start(); b.start()
a.join(); b.join()
print(items)
