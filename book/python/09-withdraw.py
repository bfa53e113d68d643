# what: two threads get the row, change it, and save it, 30 000 times each
# runs: 20
# show: outcomes
# claim: gil: can a withdrawal is gone
# claim: free-threaded: can a withdrawal is gone
# explore: 09-withdraw-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
together = threading.Barrier(2)
rows = {7: 60_000}

def get(user):
    return rows[user]

def save(user, balance):
    rows[user] = balance

def withdraw(user, amount):
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
