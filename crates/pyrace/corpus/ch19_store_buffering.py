# Both write, then both read: nobody can miss both. (ch 19)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 0 1 / 1 0 / 1 1
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 0 1 / 1 0
import threading
x = y = 0
seen = {}
def left():
    global x
    x = 1
    seen["left"] = y
def right():
    global y
    y = 1
    seen["right"] = x
a = threading.Thread(target=left)
b = threading.Thread(target=right)
a.start(); b.start()
a.join(); b.join()
print(seen["left"], seen["right"])
