# what: four threads run n += 1, 100 000 times each
# runs: 20
# show: outcomes
# claim: gil 3.10+: always exact
# claim: gil -3.9: can updates lost
# claim: free-threaded: can updates lost
# explore: 03-add-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
n = 0

def work():
    global n
    for _ in range(100_000):
        n += 1

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if n == 400_000 else "updates lost")
# ANCHOR_END: program
