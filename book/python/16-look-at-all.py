# what: one thread adds keys of its own, another one walks over the whole dict
# runs: 10
# show: outcomes
# claim: gil -3.9: can RuntimeError
# claim: gil 3.10+: can RuntimeError
# claim: free-threaded: can RuntimeError
# explore: 16-look-at-all-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
scores = {}

def name(number):
    return "player {}".format(number)

def worker():
    for number in range(20_000):
        scores[name(number)] = number

thread = threading.Thread(target=worker)
thread.start()
outcome = "no error"
while thread.is_alive():
    try:
        total = 0
        for key in scores:
            total += len(key)
    except RuntimeError:
        outcome = "RuntimeError"
thread.join()
print(outcome)
# ANCHOR_END: program
