# An exception in a thread ends only that thread. (ch 9)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 30 | Insufficient in B, line 13 / 40 | Insufficient in A, line 13
import threading
class Insufficient(Exception):
    pass
class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()
    def withdraw(self, amount):
        with self.lock:
            if self.balance < amount:
                raise Insufficient(f"{self.balance} < {amount}")
            self.balance -= amount
account = Account(80)
a = threading.Thread(target=account.withdraw, args=(50,))
b = threading.Thread(target=account.withdraw, args=(40,))
a.start(); b.start()
a.join(); b.join()
print(account.balance)
