# what: the same worker; main waits with `join` of the queue
# runs: 20
# show: outcomes
# claim: all: always the job is done
# claim: all: never the job is not done
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

jobs.join()

if done:
    print("the job is done")
else:
    print("the job is not done")
# ANCHOR_END: program
thread.join()
