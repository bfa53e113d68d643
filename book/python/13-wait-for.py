# what: two printers wait with wait_for for two jobs, started in any order
# runs: 20
# claim: all: always two letters
# explore: 13-wait-for-small.py

# ANCHOR: program
import random
import threading

jobs = []
changed = threading.Condition()
ends = []

def printer():
    with changed:
        changed.wait_for(lambda: jobs)
        jobs.pop()
        ends.append("letter")

def clerk():
    for _ in range(2):
        with changed:
            jobs.append("letter")
            changed.notify()

threads = [threading.Thread(target=t) for t in (printer, printer, clerk)]
random.shuffle(threads)
for t in threads:
    t.start()
for t in threads:
    t.join()
print("two letters" if ends == ["letter", "letter"] else "a letter is missing")
# ANCHOR_END: program
