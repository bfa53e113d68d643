# what: four threads take 20 000 numbers each from one itertools.count
# runs: 10
# show: outcomes
# claim: all: always all different
# explore: 19-count-numbers-small.py

# ANCHOR: program
import itertools
import sys
import threading

sys.setswitchinterval(1e-6)
next_number = itertools.count(1)
numbers = []

def take_numbers():
    mine = [next(next_number) for _ in range(20_000)]
    numbers.extend(mine)

threads = [threading.Thread(target=take_numbers) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all different" if len(set(numbers)) == 80_000 else "some twice")
# ANCHOR_END: program
