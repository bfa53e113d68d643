# Transfers in opposite directions lock in opposite orders. (ch 10)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 10 10 / DEADLOCK
import threading
class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()
def transfer(source, target, amount):
    with source.lock:
        with target.lock:
            source.balance -= amount
            target.balance += amount
x = Account(10)
y = Account(10)
def twice(p, q):
    transfer(p, q, 1)
    transfer(p, q, 1)
a = threading.Thread(target=twice, args=(x, y))
b = threading.Thread(target=twice, args=(y, x))
a.start(); b.start()
a.join(); b.join()
print(x.balance, y.balance)
