# Workers put results into a queue; after the joins they are all there. (X18)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [(0, 0), (1, 1)]
import queue
import threading
results = queue.Queue()
def work(n):
    results.put((n, n * n))
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
got = []
while not results.empty():
    got.append(results.get())
print(sorted(got))
