# `if items: items.pop()` by two threads. (ch 4)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: [1, 'empty'] / [1, 'pop from empty list']
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: [1, 'empty']
import threading
items = [1]
out = []
def work():
    try:
        if items:
            out.append(items.pop())
        else:
            out.append("empty")
    except IndexError as error:
        out.append(str(error))
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(sorted(out, key=str))
