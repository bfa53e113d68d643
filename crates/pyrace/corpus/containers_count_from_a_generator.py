# `Counter.update` counts what a generator gives at once: another thread sees half of it.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 0 2 / 1 2 / 2 2
import threading
from collections import Counter
votes = Counter()
early = None
def ballots():
    yield "tea"
    yield "tea"
def count():
    votes.update(ballots())
def look():
    global early
    early = votes["tea"]
a = threading.Thread(target=count)
b = threading.Thread(target=look)
a.start(); b.start()
a.join(); b.join()
print(early, votes["tea"])
