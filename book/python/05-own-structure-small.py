# what: two threads put one letter each into a box that keeps its weight
# runs: 5
# show: outcomes
# claim: all: never a letter is missing
# explore: self

# ANCHOR: program
import threading

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
    box.put("x")

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if len(box.letters) != 2:
    print("a letter is missing")
else:
    print("exact" if box.weight == 2 else "the weight is wrong")
# ANCHOR_END: program
