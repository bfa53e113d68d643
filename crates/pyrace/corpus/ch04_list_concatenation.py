# `items = items + [x]` loses, `items += [x]` does not. (ch 4)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: [1, 2] [1, 2] / [1] [1, 2] / [2] [1, 2]
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: [1, 2] [1, 2]
import threading
plus = []
inplace = []
def work(n):
    global plus, inplace
    plus = plus + [n]
    inplace += [n]
a = threading.Thread(target=work, args=(1,))
b = threading.Thread(target=work, args=(2,))
a.start(); b.start()
a.join(); b.join()
print(sorted(plus), sorted(inplace))
