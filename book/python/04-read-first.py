# what: one thread stores a flag, another one reads it, started together, 200 times
# runs: 10
# claim: gil -3.9: can KeyError
# claim: gil 3.10+: can KeyError
# claim: free-threaded: can KeyError
# explore: 04-read-first-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)

def store(flags, gate):
    gate.wait()
    flags["dark"] = True

def read(flags, gate, errors):
    gate.wait()
    try:
        flags["dark"]
    except KeyError:
        errors.append(1)

errors = []
for _ in range(200):
    flags, gate = {}, threading.Barrier(2)
    threads = [
        threading.Thread(target=read, args=(flags, gate, errors)),
        threading.Thread(target=store, args=(flags, gate)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("KeyError" if errors else "no error")
# ANCHOR_END: program
