# time.sleep between read and write. (ch 5)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
import threading
import time
n = 0
def work():
    global n
    temp = n
    time.sleep(0.01)
    n = temp + 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(n)
