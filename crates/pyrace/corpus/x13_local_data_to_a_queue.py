# Each thread counts in its own storage and hands the result over before it ends. (X13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [12, 22] False
import queue
import threading
mine = threading.local()
results = queue.Queue()
def work(start):
    mine.total = start
    for _ in range(2):
        mine.total += 1
    results.put(mine.total)
a = threading.Thread(target=work, args=(10,))
b = threading.Thread(target=work, args=(20,))
a.start(); b.start()
a.join(); b.join()
print(sorted([results.get(), results.get()]), hasattr(mine, "total"))
