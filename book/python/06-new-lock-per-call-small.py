# what: two threads, one award each, and every call makes a lock of its own
# runs: 5
# show: outcomes
# claim: all: can exact
# explore: self

# ANCHOR: program
import threading

points = 0

def bonus():
    return 1

def award():
    global points
    with threading.Lock():
        points = points + bonus()

threads = [threading.Thread(target=award) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if points == 2 else "updates lost")
# ANCHOR_END: program
