# what: ten workers put a result each, and one of them raises
# runs: 5
# show: outcomes
# claim: all: always one result is missing, and the program goes on
# explore: 15-worker-exception-small
# ANCHOR: program
import queue
import threading

results = queue.Queue()


def resize(picture):
    if picture == 3:
        raise ValueError("picture 3 cannot be read")
    return picture


def worker(picture):
    results.put(resize(picture))


threads = [threading.Thread(target=worker, args=(n,)) for n in range(10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if results.qsize() == 9:
    print("one result is missing, and the program goes on")
# ANCHOR_END: program
