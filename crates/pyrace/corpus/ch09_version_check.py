# Optimistic saving: a version is compared, the loser tries again. (ch 9)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: {'balance': 20, 'version': 2} / {'balance': 50, 'version': 2} / {'balance': 70, 'version': 2}
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: {'balance': 20, 'version': 2}
import threading
row = {"balance": 100, "version": 0}
lock = threading.Lock()
def save(balance, version):
    with lock:
        if row["version"] != version:
            return False
        row["balance"] = balance
        row["version"] += 1
        return True
def withdraw(amount):
    while True:
        balance, version = row["balance"], row["version"]
        if save(balance - amount, version):
            break
a = threading.Thread(target=withdraw, args=(30,))
b = threading.Thread(target=withdraw, args=(50,))
a.start(); b.start()
a.join(); b.join()
print(row)
