# `Counter.update` with words is one step of C code; without the GIL only from 3.14 on.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 3
# expect 3.13t: 2 / 3
import threading
from collections import Counter
votes = Counter(tea=1)
def count():
    votes.update(["tea"])
a = threading.Thread(target=count)
b = threading.Thread(target=count)
a.start(); b.start()
a.join(); b.join()
print(votes["tea"])
