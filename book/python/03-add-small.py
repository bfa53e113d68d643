# what: two threads run n += 1, once each
# runs: 5
# show: outcomes
# claim: gil 3.10+: always exact
# explore: self

# ANCHOR: program
import threading

n = 0

def work():
    global n
    n += 1

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if n == 2 else "updates lost")
# ANCHOR_END: program
