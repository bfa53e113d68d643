# what: a subclass of local whose __init__ runs in every thread
# runs: 10
# show: outcomes
# claim: all: always each thread has its own
# explore: no: a subclass of local is outside of the subset

# ANCHOR: program
import threading

class Buffers(threading.local):
    def __init__(self):
        self.sums = {}

local = Buffers()
local.sums["home"] = 1
seen = []

def worker():
    seen.append(dict(local.sums))
    local.sums["home"] = 2

threads = [threading.Thread(target=worker) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
own = seen == [{}, {}] and local.sums == {"home": 1}
print("each thread has its own" if own else "shared")
# ANCHOR_END: program
