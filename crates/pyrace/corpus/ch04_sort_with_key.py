# sort(key=...) empties the list while the key function runs. (ch 4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [0] [1, 2] / [2] [1, 2]
import threading
items = [2, 1]
seen = []
def by_value(x):
    return x
def sort():
    try:
        items.sort(key=by_value)
    except ValueError as error:
        seen.append(str(error))
def look():
    seen.append(len(items))
a = threading.Thread(target=sort)
b = threading.Thread(target=look)
a.start(); b.start()
a.join(); b.join()
print(seen, items)
