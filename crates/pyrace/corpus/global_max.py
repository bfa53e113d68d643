# A running maximum without a lock.
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2
import threading
best = 0
def offer(n):
    global best
    if n > best:
        best = n
threads = [threading.Thread(target=offer, args=(n,)) for n in (1, 2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(best)
