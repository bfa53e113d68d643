# Two operations that need one: `total += 1` and `row[0] = row[0] + 1`. (X7, X16)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 1 / 1 2 / 2 1 / 2 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2 2
import threading
total = 0
row = [0]
def work():
    global total
    total += 1
    row[0] = row[0] + 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(total, row[0])
