# what: two clerks, one transfer each
import threading

accounts = [100, 100]
locks = [threading.Lock(), threading.Lock()]

def check_limits(source, amount):
    return accounts[source] >= amount

def transfer(source, target, amount):
    with locks[source]:
        check_limits(source, amount)
        with locks[target]:
            accounts[source] -= amount
            accounts[target] += amount

a = threading.Thread(target=transfer, args=(0, 1, 10))
b = threading.Thread(target=transfer, args=(1, 0, 10))
a.start()
b.start()
a.join()
b.join()
print("both finished")
