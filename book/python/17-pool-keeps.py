# what: ten tasks, a pool of one thread, and a merge that leaves the buffer as it is
# runs: 10
# show: outcomes
# claim: all: always counted 55 instead of 10
# explore: self

# ANCHOR: program
import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()
totals = {"home": 0}
totals_lock = threading.Lock()

def task():
    if not hasattr(local, "count"):
        local.count = 0
    local.count += 1
    with totals_lock:
        totals["home"] += local.count

with ThreadPoolExecutor(max_workers=1) as pool:
    for _ in range(10):
        pool.submit(task)
print("counted {} instead of 10".format(totals["home"]))
# ANCHOR_END: program
