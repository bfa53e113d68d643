# what: two threads, one award each, and one lock that both share
# runs: 5
# show: outcomes
# claim: all: always exact
# explore: self

# ANCHOR: program
import threading

points = 0
points_lock = threading.Lock()

def bonus():
    return 1

def award():
    global points
    with points_lock:
        points = points + bonus()

threads = [threading.Thread(target=award) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if points == 2 else "updates lost")
# ANCHOR_END: program
