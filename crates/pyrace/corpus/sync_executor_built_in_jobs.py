# Two workers take a job each: which built-in function runs first is not the order in which they were taken.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2] / [2, 1]
from concurrent.futures import ThreadPoolExecutor
log = []
with ThreadPoolExecutor(max_workers=2) as pool:
    pool.submit(log.append, 1)
    pool.submit(log.append, 2)
print(log)
