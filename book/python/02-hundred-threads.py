# what: a hundred threads run n += 1, once each, twenty times over
# runs: 20
# claim: gil 3.10+: always 100 each time
# claim: gil -3.9: can 100 each time
# claim: gil -3.9: can less than 100 at least once
# claim: free-threaded: can 100 each time
# explore: 02-hundred-threads-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
n = 0

def increment():
    global n
    n += 1

def hundred():
    global n
    n = 0
    threads = [threading.Thread(target=increment) for _ in range(100)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return n

lowest = min(hundred() for _ in range(20))
print("100 each time" if lowest == 100 else "less than 100 at least once")
# ANCHOR_END: program
