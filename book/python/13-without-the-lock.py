# what: wait and notify without holding the lock
# runs: 2
# claim: all: always RuntimeError twice
# explore: self

# ANCHOR: program
import threading

changed = threading.Condition()
errors = 0
try:
    changed.wait()
except RuntimeError:
    errors += 1
try:
    changed.notify()
except RuntimeError:
    errors += 1
print("RuntimeError twice" if errors == 2 else "no check")
# ANCHOR_END: program
