# what: two threads walk over a copy of the keys and delete them
# runs: 20
# show: outcomes
# claim: gil: can KeyError
# claim: free-threaded: can KeyError
# explore: 08-two-sweepers-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
together = threading.Barrier(2)
sessions = {number: 10 for number in range(50_000)}
errors = []

def sweep():
    together.wait()
    try:
        for number in list(sessions):
            del sessions[number]
    except KeyError:
        errors.append("KeyError")

threads = [threading.Thread(target=sweep) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("KeyError" if errors else "no error")
# ANCHOR_END: program
