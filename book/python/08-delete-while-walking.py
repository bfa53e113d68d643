# what: one thread deletes the keys of a dict while it walks over them, and it holds a lock
# runs: 5
# show: outcomes
# claim: all: always RuntimeError
# explore: no: one thread is enough

# ANCHOR: program
import threading

lock = threading.Lock()
sessions = {number: 10 for number in range(5)}

try:
    with lock:
        for number in sessions:
            del sessions[number]
    print("all deleted")
except RuntimeError:
    print("RuntimeError")
# ANCHOR_END: program
