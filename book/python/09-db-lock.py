# what: the same, with one lock from the get to the save
# runs: 20
# show: outcomes
# claim: all: always exact
# explore: 09-db-lock-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
together = threading.Barrier(2)
db_lock = threading.Lock()
rows = {7: 60_000}

def get(user):
    return rows[user]

def save(user, balance):
    rows[user] = balance

def withdraw(user, amount):
    with db_lock:
        balance = get(user)
        if balance >= amount:
            save(user, balance - amount)

def machine():
    together.wait()
    for _ in range(30_000):
        withdraw(7, 1)

threads = [threading.Thread(target=machine) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if rows[7] == 0 else "a withdrawal is gone")
# ANCHOR_END: program
