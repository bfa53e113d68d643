# `deque.remove` asks the `__eq__` of the items: between the test and the removal another thread can be first.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['gone', 'taken'] 1 / ['taken'] 1 / ['taken'] 1 | RuntimeError in A, line 13 / ['taken'] 1 | RuntimeError in B, line 13
import threading
from collections import deque
class Job:
    def __init__(self, number):
        self.number = number
    def __eq__(self, other):
        return self.number == other.number
jobs = deque([Job(1), Job(2)])
log = []
def take():
    if Job(2) in jobs:
        try:
            jobs.remove(Job(2))
            log.append("taken")
        except (ValueError, IndexError, RuntimeError):
            log.append("gone")
a = threading.Thread(target=take)
b = threading.Thread(target=take)
a.start(); b.start()
a.join(); b.join()
print(sorted(log), len(jobs))
