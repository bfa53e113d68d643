# what: the same with two jobs
import queue
import threading

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
for job in range(2):
    jobs.put(job)
thread.join()

if jobs.empty():
    print("all jobs are taken")
else:
    print("jobs are left over")
