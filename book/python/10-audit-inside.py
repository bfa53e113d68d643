# what: one thread audits in the middle of its own transfer, with an RLock
# runs: 3
# claim: all: always the audit counts 70 of 100
# explore: self

# ANCHOR: program
import threading

lock = threading.RLock()
balance = {"a": 100, "b": 0}

def audit():
    with lock:
        return sum(balance.values())

with lock:
    balance["a"] -= 30
    counted = audit()
    balance["b"] += 30
print("the audit counts %d of 100" % counted)
# ANCHOR_END: program
