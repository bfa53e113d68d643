# what: one ticket, two buyers; the counter locks every method

# ANCHOR: program
import threading

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
