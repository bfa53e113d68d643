# what: a rule raises in the middle of a change, under the lock
# runs: 5
# show: outcomes
# claim: all: always half done, and nobody is told
# explore: self

# ANCHOR: program
import threading

lock = threading.Lock()
balance = 40
journal = 40

def apply(rule):
    global balance, journal
    with lock:
        journal = journal - balance
        balance = rule(balance)
        journal = journal + balance

def broken(points):
    raise ZeroDivisionError("this rule has a bug")

try:
    apply(broken)
except ZeroDivisionError:
    pass
with lock:
    agree = balance == journal
print("whole" if agree else "half done, and nobody is told")
# ANCHOR_END: program
