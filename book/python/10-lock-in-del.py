# what: an object is given up under a lock, and its __del__ wants the same lock
# runs: 3
# claim: all: always the same thread waits for itself
# explore: no: it has no finalizers

# ANCHOR: program
import threading

lock = threading.Lock()
got_it = []

class Session:
    def __del__(self):
        # Without the time-out this would wait for ever.
        got_it.append(lock.acquire(timeout=0.1))

session = Session()
with lock:
    session = None
print("no wait" if got_it == [True] else "the same thread waits for itself")
# ANCHOR_END: program
