# what: a refusal leaves a method between acquire and release
# runs: 5
# show: outcomes
# claim: all: always still locked
# explore: self

# ANCHOR: program
import threading

lock = threading.Lock()
points = 10

def redeem(wanted):
    global points
    lock.acquire()
    if points < wanted:
        raise ValueError("too few points")
    points -= wanted
    lock.release()

try:
    redeem(50)
except ValueError:
    pass
print("still locked" if lock.locked() else "free")
# ANCHOR_END: program
