# what: four threads, one dict, each thread writes its own key 20 000 times
# runs: 10
# show: outcomes
# claim: all: always exact
# explore: 16-own-key-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
counts = {number: 0 for number in range(4)}

def one():
    return 1

def worker(number):
    for _ in range(20_000):
        counts[number] = counts[number] + one()

threads = [threading.Thread(target=worker, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
exact = all(count == 20_000 for count in counts.values())
print("exact" if exact else "updates lost")
# ANCHOR_END: program
