# what: four threads ask for one functools.cached_property, 300 times over
# runs: 20
# on: 3.8+
# claim: all 3.8-3.11: never ran twice
# claim: gil 3.12+: can ran twice
# claim: free-threaded: can ran twice
# explore: no: it does not have functools

# ANCHOR: program
import sys
import threading
from functools import cached_property

sys.setswitchinterval(1e-6)
runs = []

class Report:
    @cached_property
    def total(self):
        runs.append(1)
        return sum(range(200))

def asker(report, gate):
    gate.wait()
    report.total

for _ in range(300):
    report = Report()
    gate = threading.Barrier(4)
    threads = [threading.Thread(target=asker, args=(report, gate)) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
print("ran twice" if len(runs) > 300 else "ran once each time")
# ANCHOR_END: program
