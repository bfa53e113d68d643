# Two threads swap the items of a list. (ch 4)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: [1, 2] / [2, 1] / [2, 2]
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: [1, 2]
import threading
pair = [1, 2]
def swap():
    pair[0], pair[1] = pair[1], pair[0]
a = threading.Thread(target=swap)
b = threading.Thread(target=swap)
a.start(); b.start()
a.join(); b.join()
print(pair)
