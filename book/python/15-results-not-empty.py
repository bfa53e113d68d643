# what: four workers put a result each; main takes results until none is there
# runs: 20
# show: outcomes
# claim: all: can results are missing
# explore: 15-results-not-empty-small
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

found = []
while not results.empty():
    found.append(results.get())

if len(found) == 4:
    print("all results are here")
else:
    print("results are missing")
# ANCHOR_END: program
for thread in threads:
    thread.join()
