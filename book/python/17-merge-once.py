# what: ten tasks that fail or not, a pool of two threads; each takes its buffer out and merges it
# runs: 10
# show: outcomes
# claim: all: always exact
# explore: self

# ANCHOR: program
import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()
totals = {"home": 0}
totals_lock = threading.Lock()

def flush():
    count, local.count = local.count, 0
    with totals_lock:
        totals["home"] += count

def task(number):
    local.count = 0
    try:
        local.count += 1
        if number % 3 == 0:
            raise ValueError("a damaged line")
    finally:
        flush()

with ThreadPoolExecutor(max_workers=2) as pool:
    for number in range(10):
        pool.submit(task, number)
print("exact" if totals["home"] == 10 else "wrong")
# ANCHOR_END: program
