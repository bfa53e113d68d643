# what: two threads take two locks in opposite orders, once, with nothing called in between; 100 pairs of threads
# runs: 20
# claim: gil 3.10-3.13: never deadlock
# claim: gil 3.15+: never deadlock
# claim: all: can both finished
# explore: 10-opposite-order-once-small.py

# ANCHOR: program
import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)

def clerk(me, one, other, wants, gate):
    gate.wait()
    with one:
        wants[me] = True
        with other:
            wants[me] = False

def deadlock():
    first, second = threading.Lock(), threading.Lock()
    wants = [False, False]  # which clerk has one lock and wants the other one
    gate = threading.Barrier(2)
    clerks = [
        threading.Thread(target=clerk, args=(0, first, second, wants, gate)),
        threading.Thread(target=clerk, args=(1, second, first, wants, gate)),
    ]
    for c in clerks:
        c.start()
    while any(c.is_alive() for c in clerks):
        before = list(wants)
        time.sleep(0.001)
        if before == wants == [True, True]:  # each wanted what the other one had, and still does
            return True
    return False

print("deadlock" if any(deadlock() for _ in range(100)) else "both finished")
sys.stdout.flush()
os._exit(0)  # threads in a deadlock would keep the program alive
# ANCHOR_END: program
