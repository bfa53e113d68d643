# clear against a reader that checks the length. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / empty / list index out of range
import threading
items = [1]
out = []
def look():
    try:
        out.append(items[0] if len(items) else "empty")
    except IndexError as error:
        out.append(str(error))
def clear():
    items.clear()
a = threading.Thread(target=look)
b = threading.Thread(target=clear)
a.start(); b.start()
a.join(); b.join()
print(out[0])
