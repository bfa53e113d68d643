# what: two threads, one withdrawal each, with one lock from the get to the save
# runs: 5
# show: outcomes
# claim: all: always exact
# explore: self

# ANCHOR: program
import threading

db_lock = threading.Lock()
rows = {7: 100}

def get(user):
    return rows[user]

def save(user, balance):
    rows[user] = balance

def withdraw(user, amount):
    with db_lock:
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
