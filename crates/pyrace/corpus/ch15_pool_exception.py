# The exception of a task waits in its future. (ch 15)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 0 | failed: task 1
from concurrent.futures import ThreadPoolExecutor
def fail(n):
    if n == 1:
        raise ValueError(f"task {n}")
    return n
with ThreadPoolExecutor(2) as pool:
    futures = [pool.submit(fail, n) for n in range(2)]
for f in futures:
    try:
        print(f.result())
    except ValueError as error:
        print("failed:", error)
