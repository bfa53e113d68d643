# what: four threads do the same with a call, under one lock
# runs: 20
# claim: all: always exact
# explore: 02-increment-lock-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
THREADS = 4
ROUNDS = 20_000
visits = {"front": 0}
lock = threading.Lock()

def weight():
    return 1

def visitor():
    for _ in range(ROUNDS):
        with lock:
            visits["front"] += weight()

threads = [threading.Thread(target=visitor) for _ in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("exact" if visits["front"] == THREADS * ROUNDS else "updates lost")
# ANCHOR_END: program
