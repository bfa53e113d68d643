# what: two threads get the row, change it, and save it, once each
# runs: 5
# show: outcomes
# claim: all: can exact
# explore: self

# ANCHOR: program
import threading

rows = {7: 100}

def get(user):
    return rows[user]

def save(user, balance):
    rows[user] = balance

def withdraw(user, amount):
    balance = get(user)
    if balance >= amount:
        save(user, balance - amount)

threads = [threading.Thread(target=withdraw, args=(7, amount)) for amount in (30, 60)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if rows[7] == 10 else "a withdrawal is gone")
# ANCHOR_END: program
