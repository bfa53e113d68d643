# what: four threads run visits["front"] += weight(), 50 000 times each
# runs: 20
# claim: gil -3.9: can updates lost
# claim: gil 3.10+: can updates lost
# claim: free-threaded: can updates lost
# explore: 02-increment-call-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
THREADS = 4
ROUNDS = 50_000
visits = {"front": 0}

def weight():
    return 1

def visitor():
    for _ in range(ROUNDS):
        visits["front"] += weight()

threads = [threading.Thread(target=visitor) for _ in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("exact" if visits["front"] == THREADS * ROUNDS else "updates lost")
# ANCHOR_END: program
