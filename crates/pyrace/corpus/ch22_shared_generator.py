# Two threads call next on one generator. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 'generator already executing'] / [1, 2]
import threading
def numbers():
    n = 0
    while True:
        n += 1
        yield n
stream = numbers()
out = []
def work():
    try:
        out.append(next(stream))
    except ValueError as error:
        out.append(str(error))
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(sorted(out, key=str))
