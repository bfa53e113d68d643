# next(itertools.count()) gives every thread its own number. (X17)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2]
import itertools
import threading
ids = itertools.count(1)
taken = []
def work():
    taken.append(next(ids))
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(taken))
