import threading
import time

counter = 0
lock = threading.Lock()
event = threading.Event()
condition = threading.Condition()
gate = threading.Semaphore(2)
barrier = threading.Barrier(2)
cache = {}
results = []


def increment(n):
    global counter
    for _ in range(n):
        counter += 1


def locked(n):
    global counter
    for _ in range(n):
        with lock:
            counter += 1


def manual():
    global counter
    lock.acquire()
    try:
        counter += 1
    finally:
        lock.release()


def lookup(key):
    if key not in cache:
        cache[key] = len(cache)
    return cache.get(key, None)


def setdefault(key):
    cache.setdefault(key, []).append(key)
    results.append(cache[key])


def wait_for():
    with condition:
        while not results:
            condition.wait(timeout=1.5)
        return results.pop()


def notify():
    with condition:
        results.append(1)
        condition.notify()


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.RLock()

    def withdraw(self, amount):
        if self.balance >= amount:
            time.sleep(0)
            self.balance -= amount
            return True
        return False

    def transfer(self, other, amount):
        with self.lock, other.lock:
            self.balance, other.balance = self.balance - amount, other.balance + amount


class Once:
    _instance = None

    @classmethod
    def get(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance


def main():
    threads = [threading.Thread(target=increment, args=(1,)) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(counter)


if __name__ == "__main__":
    main()
    accounts = Account(1), Account(2)
    a, b = accounts
    threading.Thread(target=a.transfer, args=(b, 1), kwargs={"amount": 1}, daemon=True)
    threading.Thread(target=lambda: a.withdraw(1)).start()
