# what: two threads take two locks in opposite orders, 10 000 times each, with nothing called in between
# runs: 10
# claim: gil -3.9: can deadlock
# claim: gil 3.10+: can deadlock
# claim: free-threaded: can deadlock
# explore: 10-opposite-order-no-call-small.py

# ANCHOR: program
import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)
first = threading.Lock()
second = threading.Lock()
wants = [None, None]  # which round of each clerk has one lock and wants the other one

def clerk(me, one, other):
    for number in range(10_000):
        with one:
            wants[me] = number
            with other:
                wants[me] = None

clerks = [
    threading.Thread(target=clerk, args=(0, first, second)),
    threading.Thread(target=clerk, args=(1, second, first)),
]
for c in clerks:
    c.start()
stopped = False
while not stopped and any(c.is_alive() for c in clerks):
    before = list(wants)
    time.sleep(0.01)
    # Both had one lock and wanted the other one, and still do: that never ends.
    stopped = None not in before and wants == before
print("deadlock" if stopped else "both finished")
sys.stdout.flush()
os._exit(0)  # threads in a deadlock would keep the program alive
# ANCHOR_END: program
