# what: two threads take and release one lock in a loop; who gets it next?
# runs: 10
# show: outcomes
# claim: gil: always nearly always the same thread again
# claim: free-threaded: can nearly always the same thread again
# explore: no: it counts how often something happens, not whether it can

# ANCHOR: program
import threading

lock = threading.Lock()
start = threading.Barrier(2)
owners = []

def work(me):
    start.wait()
    for _ in range(100_000):
        lock.acquire()
        owners.append(me)
        lock.release()

threads = [threading.Thread(target=work, args=(me,)) for me in "AB"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
changes = sum(before != after for before, after in zip(owners, owners[1:]))
if changes < 20_000:
    print("nearly always the same thread again")
else:
    print("it changes often")
# ANCHOR_END: program
