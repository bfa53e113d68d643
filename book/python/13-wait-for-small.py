# what: two printers, two jobs

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
for t in threads:
    t.start()
for t in threads:
    t.join()
print("two letters" if ends == ["letter", "letter"] else "a letter is missing")
