# what: the same program, and main joins the threads before it looks
# runs: 20
# show: outcomes
# claim: all: always all results are here
# explore: 15-join-first-small
# ANCHOR: program
import queue
import threading
import time

results = queue.Queue()


def worker(number):
    time.sleep(0.01)
    results.put(number)


threads = [threading.Thread(target=worker, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

found = []
while not results.empty():
    found.append(results.get())

if len(found) == 4:
    print("all results are here")
else:
    print("results are missing")
# ANCHOR_END: program
