# what: 5 000 shows with one ticket each, four buyers; compare and set, and try again
# runs: 10
# show: outcomes
# claim: all: always one ticket each
# explore: 19-compare-and-set-small.py

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

    def compare_and_set(self, expect, new):
        with self.lock:
            if self.value != expect:
                return False
            self.value = new
            return True

def try_take(sold, cap):
    while True:
        seen = sold.load()
        if seen >= cap:
            return False
        if sold.compare_and_set(seen, seen + 1):
            return True

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
