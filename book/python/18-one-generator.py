# what: four threads take numbers from one generator
# runs: 10
# claim: gil: can ValueError
# claim: free-threaded 3.13-3.14: can killed by SIGSEGV
# claim: free-threaded 3.15+: can ValueError
# explore: no: two of the builds crash here, and the explorer does not crash

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
errors = []

def count():
    n = 0
    while True:
        n = max(n + 1, 0)
        yield n

numbers = count()

def taker():
    for _ in range(50_000):
        try:
            next(numbers)
        except ValueError:  # generator already executing
            errors.append(1)

threads = [threading.Thread(target=taker) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("ValueError" if errors else "no error")
# ANCHOR_END: program
