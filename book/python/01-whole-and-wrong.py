# what: four threads raise one number in a dict, 20 000 times each
# runs: 20
# show: outcomes
# claim: all: never the dict is broken
# claim: gil: can the dict is whole, the number is wrong
# claim: free-threaded: can the dict is whole, the number is wrong
# explore: 01-whole-and-wrong-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
visits = {"front": 0}

def page():
    return "front"

def visitor(me):
    for i in range(20_000):
        visits[page()] = visits[page()] + 1
        visits[me, i] = i               # grows while others look and write

threads = [threading.Thread(target=visitor, args=(me,)) for me in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
whole = len(visits) == 80_001 and all(visits[me, i] == i for me in range(4) for i in range(20_000))
if not whole:
    print("the dict is broken")
elif visits["front"] == 80_000:
    print("the dict is whole, the number is right")
else:
    print("the dict is whole, the number is wrong")
# ANCHOR_END: program
