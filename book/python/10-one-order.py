# what: two clerks transfer in opposite directions, and take the locks in the order of the accounts
# runs: 10
# claim: all: always both finished, nothing is missing
# explore: 10-one-order-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
accounts = [100, 100]
locks = [threading.Lock(), threading.Lock()]

def check_limits(source, amount):
    return accounts[source] >= amount

def transfer(source, target, amount):
    low, high = sorted((source, target))
    with locks[low]:
        with locks[high]:
            check_limits(source, amount)
            accounts[source] -= amount
            accounts[target] += amount

def clerk(source, target):
    for _ in range(2_000):
        transfer(source, target, 10)

a = threading.Thread(target=clerk, args=(0, 1))
b = threading.Thread(target=clerk, args=(1, 0))
a.start()
b.start()
a.join()
b.join()
right = accounts == [100, 100]
print("both finished, " + ("nothing is missing" if right else "money is missing"))
# ANCHOR_END: program
