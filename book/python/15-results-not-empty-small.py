# what: the same with two workers, which do not sleep
import queue
import threading

results = queue.Queue()


def worker(number):
    results.put(number)


threads = [threading.Thread(target=worker, args=(n,)) for n in range(2)]
for thread in threads:
    thread.start()

found = []
while not results.empty():
    found.append(results.get())

if len(found) == 2:
    print("all results are here")
else:
    print("results are missing")
for thread in threads:
    thread.join()
