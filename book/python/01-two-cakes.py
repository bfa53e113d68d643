# what: two cooks look into 20 000 ovens, one after the other, and bake where none is baking
# runs: 20
# show: outcomes
# claim: gil: can two cakes
# claim: free-threaded: can two cakes
# explore: 01-two-cakes-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
ovens = [[] for _ in range(20_000)]
start = threading.Barrier(2)

def cake(cook):
    return "a cake by " + cook

def cook(me):
    start.wait()
    for oven in ovens:
        if not oven:
            oven.append(cake(me))

threads = [threading.Thread(target=cook, args=(me,)) for me in ("Ann", "Ben")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if any(len(oven) == 2 for oven in ovens):
    print("two cakes")
else:
    print("one cake")
# ANCHOR_END: program
