# what: one transfer with a lock, and an auditor without it
# runs: 5
# show: outcomes
# claim: all: can the total was always right
# explore: self

# ANCHOR: program
import threading

lock = threading.Lock()
rows = {"savings": 100, "giro": 0}
seen = []

def book(name, amount):
    rows[name] = rows[name] + amount

def transfer():
    with lock:
        book("savings", -20)
        book("giro", 20)

def audit():
    seen.append(rows["savings"] + rows["giro"])

threads = [threading.Thread(target=transfer), threading.Thread(target=audit)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("the total was always right" if seen == [100] else "money was missing")
# ANCHOR_END: program
