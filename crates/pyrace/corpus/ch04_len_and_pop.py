# `while len(items) > 0: items.pop()`: the call of len lets others in. (ch 4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['IndexError', 'ok'] / ['ok', 'ok']
import threading
items = [1]
out = []
def work():
    try:
        while len(items) > 0:
            items.pop()
        out.append("ok")
    except IndexError:
        out.append("IndexError")
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(sorted(out))
