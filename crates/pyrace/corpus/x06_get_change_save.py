# Two withdrawals read, change and save a row of a bank; the lock covers only the save. (X6)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 20 / 50 / 70
import threading
rows = {"ann": 100}
save_lock = threading.Lock()
def get(user):
    return rows[user]
def save(user, balance):
    with save_lock:
        rows[user] = balance
def withdraw(amount):
    balance = get("ann")
    save("ann", balance - amount)
a = threading.Thread(target=withdraw, args=(30,))
b = threading.Thread(target=withdraw, args=(50,))
a.start(); b.start()
a.join(); b.join()
print(rows["ann"])
