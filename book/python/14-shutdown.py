# what: three workers, and a queue that is shut down with jobs in it
# runs: 20
# show: outcomes
# on: 3.13+
# claim: all 3.13+: always every job is done, and everybody went home
# explore: 14-shutdown-small
# ANCHOR: program
import queue
import threading

jobs = queue.Queue()
done = []


def worker():
    while True:
        try:
            job = jobs.get()
        except queue.ShutDown:
            return
        done.append(job)


workers = [threading.Thread(target=worker) for _ in range(3)]
for thread in workers:
    thread.start()
for job in range(20):
    jobs.put(job)
jobs.shutdown()
for thread in workers:
    thread.join()

if sorted(done) == list(range(20)):
    print("every job is done, and everybody went home")
else:
    print("a job was lost")
# ANCHOR_END: program
