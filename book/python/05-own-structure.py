# what: four threads put 20 000 letters each into a box that keeps its weight
# runs: 20
# show: outcomes
# claim: gil: can the weight is wrong
# claim: free-threaded: can the weight is wrong
# claim: all: never a letter is missing
# explore: 05-own-structure-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)

class Box:
    def __init__(self):
        self.letters = []
        self.weight = 0

    def put(self, letter):
        self.letters.append(letter)
        self.weight += weigh(letter)

def weigh(letter):
    return len(letter)

box = Box()

def work():
    for _ in range(20_000):
        box.put("x")

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if len(box.letters) != 80_000:
    print("a letter is missing")
else:
    print("exact" if box.weight == 80_000 else "the weight is wrong")
# ANCHOR_END: program
