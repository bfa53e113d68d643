# A deque changes while another thread iterates. (ch 4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 3 / 6 / deque mutated during iteration
import threading
from collections import deque
line = deque([1, 2])
out = []
def look():
    try:
        total = 0
        for x in line:
            total += x
        out.append(total)
    except RuntimeError as error:
        out.append(str(error))
def change():
    line.append(3)
a = threading.Thread(target=look)
b = threading.Thread(target=change)
a.start(); b.start()
a.join(); b.join()
print(out[0])
