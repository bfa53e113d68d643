# The lock is released between test and change. (ch 6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: -1 2 / 0 1
import threading
seats = 1
sold = []
lock = threading.Lock()
def buy(name):
    global seats
    with lock:
        free = seats > 0
    if free:
        with lock:
            seats -= 1
            sold.append(name)
a = threading.Thread(target=buy, args=("ann",))
b = threading.Thread(target=buy, args=("bob",))
a.start(); b.start()
a.join(); b.join()
print(seats, len(sold))
