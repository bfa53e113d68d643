# what: 5 000 shows with one ticket each, four buyers; the counter locks every method
# runs: 10
# show: outcomes
# claim: gil -3.9: can oversold
# claim: gil 3.10+: can oversold
# claim: free-threaded: can oversold
# explore: 19-look-then-sell-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)

class AtomicInt:
    def __init__(self, value=0):
        self.value = value
        self.lock = threading.Lock()

    def load(self):
        with self.lock:
            return self.value

    def increment(self):
        with self.lock:
            self.value += 1
            return self.value

def try_take(sold, cap):
    if sold.load() < cap:
        sold.increment()
        return True
    return False

shows = [AtomicInt() for _ in range(5_000)]
tickets = []
doors = threading.Barrier(4)

def buyer():
    doors.wait()
    for sold in shows:
        if try_take(sold, 1):
            tickets.append(1)

threads = [threading.Thread(target=buyer) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("one ticket each" if len(tickets) == len(shows) else "oversold")
# ANCHOR_END: program
