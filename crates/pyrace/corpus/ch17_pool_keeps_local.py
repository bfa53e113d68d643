# A worker of a pool keeps its local data for the next task. (ch 17)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2]
import threading
from concurrent.futures import ThreadPoolExecutor
box = threading.local()
def task():
    box.n = getattr(box, "n", 0) + 1
    return box.n
with ThreadPoolExecutor(1) as pool:
    print([pool.submit(task).result() for _ in range(2)])
