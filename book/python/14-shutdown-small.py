# what: the same with two workers and two jobs
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


workers = [threading.Thread(target=worker) for _ in range(2)]
for thread in workers:
    thread.start()
for job in range(2):
    jobs.put(job)
jobs.shutdown()
for thread in workers:
    thread.join()

if sorted(done) == list(range(2)):
    print("every job is done, and everybody went home")
else:
    print("a job was lost")
