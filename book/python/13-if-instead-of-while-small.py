# what: two printers, one job
import threading

jobs = []
changed = threading.Condition()
ends = []

def printer():
    with changed:
        if not jobs:
            changed.wait()
        try:
            jobs.pop()
            ends.append("letter")
        except IndexError:
            ends.append("died")

def clerk():
    with changed:
        jobs.append("letter")
        changed.notify_all()

threads = [threading.Thread(target=t) for t in (printer, printer, clerk)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("one printer died" if "died" in ends else "two letters")
