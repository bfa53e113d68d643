# A taken forward jump between load and store. (ch 3)
# expect 3.8, 3.9, 3.10, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, free_threaded: 1 / 2
# expect 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls: 2
import threading
n = 0
def work(wide):
    global n
    n = n + (10 if wide else 1)
a = threading.Thread(target=work, args=(False,))
b = threading.Thread(target=work, args=(False,))
a.start(); b.start()
a.join(); b.join()
print(n)
