# An assert after the joins is part of the program.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: AssertionError in main, line 12 / exact
import threading
n = 0
def work():
    global n
    n += int(1)
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
assert n == 2, f"lost: {n}"
print("exact")
