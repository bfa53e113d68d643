# The identifier of an ended thread is given out again: two threads can have the same key. (ch 17)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2] / [2]
import threading
results = {}
def work(n):
    results[threading.get_ident()] = n
threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.values()))
