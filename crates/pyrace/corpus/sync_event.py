# Events in one thread.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: False False False | True True True | False | False
import threading
e=threading.Event()
print(e.is_set(), e.wait(0.01), e.wait(timeout=0)); e.set(); print(e.is_set(), e.wait(), e.wait(1)); e.clear(); print(e.is_set())
print(e.isSet())
