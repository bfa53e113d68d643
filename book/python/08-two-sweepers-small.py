# what: two threads walk over a copy of two keys and delete them
# runs: 5
# show: outcomes
# claim: all: can no error
# explore: self

# ANCHOR: program
import threading

sessions = {1: 10, 2: 10}
errors = []

def sweep():
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
