# what: the same with two threads and one key
import threading

locks = {}
seen = []


def worker():
    seen.append(locks.setdefault("ada", threading.Lock()))


threads = [threading.Thread(target=worker) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if seen[0] is seen[1]:
    print("one lock for each key")
else:
    print("two locks for one key")
