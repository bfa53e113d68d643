# what: four threads run n += one(), 50 000 times each
# runs: 20
# show: outcomes
# claim: gil: can updates lost
# claim: free-threaded: can updates lost
# explore: 03-add-call-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
n = 0

def one():
    return 1

def work():
    global n
    for _ in range(50_000):
        n += one()

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if n == 200_000 else "updates lost")
# ANCHOR_END: program
