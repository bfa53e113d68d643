# what: two clerks transfer in opposite directions, 20 000 times each, with a call between the two locks
# runs: 10
# claim: gil -3.9: can deadlock
# claim: gil 3.10+: can deadlock
# claim: free-threaded: can deadlock
# explore: 10-opposite-order-small.py

# ANCHOR: program
import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)
accounts = [100, 100]
locks = [threading.Lock(), threading.Lock()]
wants = [None, None]  # which transfer of each clerk has one lock and wants the other one

def check_limits(source, amount):
    return accounts[source] >= amount

def transfer(source, target, amount, number):
    with locks[source]:
        check_limits(source, amount)
        wants[source] = number
        with locks[target]:
            wants[source] = None
            accounts[source] -= amount
            accounts[target] += amount

def clerk(source, target):
    for number in range(20_000):
        transfer(source, target, 10, number)

clerks = [threading.Thread(target=clerk, args=way) for way in ((0, 1), (1, 0))]
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
