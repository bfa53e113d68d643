# what: the same with two workers
import queue
import threading

results = queue.Queue()


def resize(picture):
    if picture == 1:
        raise ValueError("picture 1 cannot be read")
    return picture


def worker(picture):
    results.put(resize(picture))


threads = [threading.Thread(target=worker, args=(n,)) for n in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if results.qsize() == 1:
    print("one result is missing, and the program goes on")
