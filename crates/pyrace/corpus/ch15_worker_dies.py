# An exception in a thread: its result is missing, the program goes on. (ch 15)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {1: 10} | ZeroDivisionError in A, line 6
import threading
results = {}
def work(n):
    results[n] = 10 // n
threads = [threading.Thread(target=work, args=(n,)) for n in (0, 1)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results)
