# what: four threads ask for a table that is built when it is first needed, 300 times over
# runs: 20
# claim: gil -3.9: can two tables
# claim: gil 3.10+: can two tables
# claim: free-threaded: can two tables
# explore: 20-lazy-table-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
table = None

def build_table():
    return {n: n * n for n in range(50)}

def get_table():
    global table
    if table is None:
        table = build_table()
    return table

def asker(seen, gate):
    gate.wait()
    seen.append(get_table())

different = 0
for _ in range(300):
    table = None
    seen = []
    gate = threading.Barrier(4)
    threads = [threading.Thread(target=asker, args=(seen, gate)) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if any(one is not seen[0] for one in seen):
        different += 1
print("two tables" if different else "one table each time")
# ANCHOR_END: program
