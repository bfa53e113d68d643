# what: one thread sorts a list of numbers, another one looks at its length, again and again
# runs: 20
# show: outcomes
# claim: gil: always never empty
# claim: free-threaded: can looked empty
# explore: no: a sort of plain numbers is too long for the explorer

# ANCHOR: program
import random
import sys
import threading

sys.setswitchinterval(1e-6)
numbers = [random.random() for _ in range(20000)]
items = list(numbers)
done = False
empty = 0

def look():
    global empty
    while not done:
        if len(items) == 0:
            empty += 1

looker = threading.Thread(target=look)
looker.start()
for _ in range(20):
    items.sort()
    items[:] = numbers
done = True
looker.join()
print("looked empty" if empty else "never empty")
# ANCHOR_END: program
