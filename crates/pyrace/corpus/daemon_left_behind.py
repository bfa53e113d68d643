# A daemon thread may be cut off at the end of the program.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 0 / 1 / 2
import threading
out = []
def work():
    out.append(1)
    out.append(2)
t = threading.Thread(target=work, daemon=True)
t.start()
print(len(out))
