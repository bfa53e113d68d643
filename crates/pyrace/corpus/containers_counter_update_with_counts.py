# `Counter.update` with counts is a loop in Python: it reads a count and stores the sum, and in between another thread runs.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 0 / 1 / 2
import threading
from collections import Counter
votes = Counter(tea=1)
def count():
    votes.update({"tea": 1})
def subtract():
    votes.subtract(["tea"])
a = threading.Thread(target=count)
b = threading.Thread(target=subtract)
a.start(); b.start()
a.join(); b.join()
print(votes["tea"])
