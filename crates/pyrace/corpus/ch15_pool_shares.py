# Tasks of a pool share data like threads. (ch 15)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
from concurrent.futures import ThreadPoolExecutor
n = 0
def add():
    global n
    n += int(1)
with ThreadPoolExecutor(2) as pool:
    pool.submit(add)
    pool.submit(add)
print(n)
