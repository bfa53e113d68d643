# what: the worker goes home at the first Empty, while jobs are still being posted
# runs: 20
# show: outcomes
# claim: all: can jobs are left over
# explore: 14-get-nowait-small
# ANCHOR: program
import queue
import threading
import time

jobs = queue.Queue()


def worker():
    while True:
        try:
            job = jobs.get_nowait()
        except queue.Empty:
            return
        jobs.task_done()


thread = threading.Thread(target=worker)
thread.start()
for job in range(100):
    jobs.put(job)
    time.sleep(0.0001)
thread.join()

if jobs.empty():
    print("all jobs are taken")
else:
    print("jobs are left over")
# ANCHOR_END: program
