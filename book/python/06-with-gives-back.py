# what: the same refusal, inside a with block
# runs: 5
# show: outcomes
# claim: all: always free
# explore: self

# ANCHOR: program
import threading

lock = threading.Lock()
points = 10

def redeem(wanted):
    global points
    with lock:
        if points < wanted:
            raise ValueError("too few points")
        points -= wanted

try:
    redeem(50)
except ValueError:
    pass
print("still locked" if lock.locked() else "free")
# ANCHOR_END: program
