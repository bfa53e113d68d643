# The same with one order for everybody. (ch 10)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 11 9
import threading
class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()
def transfer(source, target, amount):
    first, second = sorted([source, target], key=lambda account: account.number)
    with first.lock, second.lock:
        source.balance -= amount
        target.balance += amount
x = Account(1, 10)
y = Account(2, 10)
a = threading.Thread(target=transfer, args=(x, y, 3))
b = threading.Thread(target=transfer, args=(y, x, 4))
a.start(); b.start()
a.join(); b.join()
print(x.balance, y.balance)
