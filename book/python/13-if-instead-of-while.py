# what: two printers wait with `if` for one job, started in any order
# runs: 20
# claim: gil -3.9: can one printer died
# claim: gil 3.10+: can one printer died
# claim: free-threaded: can one printer died
# claim: gil -3.9: can deadlock
# claim: gil 3.10+: can deadlock
# claim: free-threaded: can deadlock
# claim: all: never two letters
# explore: 13-if-instead-of-while-small.py

# ANCHOR: program
import os
import random
import sys
import threading
import time

jobs = []
changed = threading.Condition()
rung = []
ends = []

def printer():
    with changed:
        if not jobs:
            if rung:
                ends.append("waits")  # nobody will ring again
            changed.wait()
        try:
            jobs.pop()
            ends.append("letter")
        except IndexError:
            ends.append("died")

def clerk():
    with changed:
        jobs.append("letter")
        rung.append(True)
        changed.notify_all()

threads = [threading.Thread(target=t) for t in (printer, printer, clerk)]
random.shuffle(threads)
for t in threads:
    t.start()
while len(ends) < 2:
    time.sleep(0.001)
if "waits" in ends:
    print("deadlock")
else:
    print("one printer died" if "died" in ends else "two letters")
sys.stdout.flush()
os._exit(0)  # a printer that waits for ever would keep the program alive
# ANCHOR_END: program
