# what: a price is corrected and invalidated while the old one is being loaded
# runs: 10
# show: outcomes
# claim: all: always the old price is back
# explore: no: the program uses events inside the loader

# ANCHOR: program
import threading

lock = threading.Lock()
stored = {}
database = {"tea": 3}
has_read = threading.Event()
corrected = threading.Event()

def load(key):
    price = database[key]
    has_read.set()
    corrected.wait()
    return price

def get_or_load(key):
    with lock:
        if key in stored:
            return stored[key]
    value = load(key)
    with lock:
        stored[key] = value
    return value

def invalidate(key):
    with lock:
        stored.pop(key, None)

customer = threading.Thread(target=get_or_load, args=("tea",))
customer.start()
has_read.wait()
database["tea"] = 4
invalidate("tea")
corrected.set()
customer.join()
print("the old price is back" if get_or_load("tea") == 3 else "the new price")
# ANCHOR_END: program
