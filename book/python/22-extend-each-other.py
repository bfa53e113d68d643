# what: a.extend(b) and b.extend(a) at the same time, on 2 000 pairs of lists
# runs: 20
# show: outcomes
# claim: all: always as if one came first
# explore: 22-extend-each-other-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
pairs = [([1], [2, 3]) for _ in range(2000)]
start = threading.Barrier(2)

def a_first():
    start.wait()
    for a, b in pairs:
        a.extend(b)

def b_first():
    start.wait()
    for a, b in pairs:
        b.extend(a)

threads = [threading.Thread(target=work) for work in (a_first, b_first)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
seen = {(len(a), len(b)) for a, b in pairs}
in_turn = {(3, 5), (4, 3)}
print("as if one came first" if seen <= in_turn else "both copied the old list")
# ANCHOR_END: program
