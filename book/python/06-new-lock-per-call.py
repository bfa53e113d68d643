# what: four threads, and every call makes a lock of its own
# runs: 20
# show: outcomes
# claim: gil: can updates lost
# claim: free-threaded: can updates lost
# explore: 06-new-lock-per-call-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
points = 0

def bonus():
    return 1

def award():
    global points
    with threading.Lock():
        points = points + bonus()

def shop():
    for _ in range(20_000):
        award()

threads = [threading.Thread(target=shop) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if points == 80_000 else "updates lost")
# ANCHOR_END: program
