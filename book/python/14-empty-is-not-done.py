# what: one worker, one job; main looks when the queue is empty
# runs: 20
# show: outcomes
# claim: all: can the job is not done
# explore: self
# ANCHOR: program
import queue
import threading
import time

jobs = queue.Queue()
done = []


def worker():
    job = jobs.get()
    time.sleep(0.01)
    done.append(job)
    jobs.task_done()


jobs.put("bicycle")
thread = threading.Thread(target=worker)
thread.start()

while not jobs.empty():
    time.sleep(0.001)

if done:
    print("the job is done")
else:
    print("the job is not done")
# ANCHOR_END: program
thread.join()
