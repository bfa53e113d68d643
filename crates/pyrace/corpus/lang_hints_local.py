# The annotation of a local variable is never evaluated, and makes the name local.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 3 | UnboundLocalError in A, line 9
import threading
total = 5
def work() -> None:
    size: Unknown = 3
    print(size)
    total: int
    print(total)
t = threading.Thread(target=work)
t.start()
t.join()
