# what: four threads, and one lock that all calls share
# runs: 20
# show: outcomes
# claim: all: always exact
# explore: 06-one-lock-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
points = 0
points_lock = threading.Lock()

def bonus():
    return 1

def award():
    global points
    with points_lock:
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
