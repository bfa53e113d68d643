# what: transfers hold a lock, and the auditor adds up without it
# runs: 20
# show: outcomes
# claim: gil: can money was missing
# claim: free-threaded: can money was missing
# explore: 09-auditor-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
together = threading.Barrier(2)
lock = threading.Lock()
rows = {"savings": 1_000, "giro": 0}
done = False
seen = set()

def book(name, amount):
    rows[name] = rows[name] + amount

def transfers():
    global done
    together.wait()
    for _ in range(30_000):
        with lock:
            book("savings", -20)
            book("giro", 20)
        with lock:
            book("giro", -20)
            book("savings", 20)
    done = True

def audit():
    together.wait()
    while not done:
        seen.add(rows["savings"] + rows["giro"])

threads = [threading.Thread(target=transfers), threading.Thread(target=audit)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("the total was always right" if seen <= {1_000} else "money was missing")
# ANCHOR_END: program
