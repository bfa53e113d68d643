# what: two threads run n += one(), once each
# runs: 5
# show: outcomes
# claim: all: can exact
# explore: self

# ANCHOR: program
import threading

n = 0

def one():
    return 1

def work():
    global n
    n += one()

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if n == 2 else "updates lost")
# ANCHOR_END: program
