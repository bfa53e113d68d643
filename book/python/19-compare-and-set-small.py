# what: one ticket, two buyers; compare and set, and try again

# ANCHOR: program
import threading

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

sold = AtomicInt()
tickets = []

def buyer():
    if try_take(sold, 1):
        tickets.append(1)

threads = [threading.Thread(target=buyer) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("one ticket each" if len(tickets) == 1 else "oversold")
# ANCHOR_END: program
