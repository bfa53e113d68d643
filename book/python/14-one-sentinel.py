# what: three workers, and one None that says "go home"
# runs: 5
# show: outcomes
# claim: all: always 2 workers still wait
# explore: self
# ANCHOR: program
import queue
import threading
import time

jobs = queue.Queue()
at_home = queue.Queue()


def worker():
    while jobs.get() is not None:
        pass
    at_home.put("here")


for _ in range(3):
    threading.Thread(target=worker, daemon=True).start()

jobs.put(None)

at_home.get()
time.sleep(0.1)
print(2 - at_home.qsize(), "workers still wait")
# ANCHOR_END: program
