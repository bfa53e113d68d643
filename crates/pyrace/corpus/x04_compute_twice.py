# Two threads fill a cache when the key is missing. (X4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
import threading
cache = {}
calls = []
def compute():
    calls.append(1)
    return 42
def get():
    if "answer" not in cache:
        cache["answer"] = compute()
a = threading.Thread(target=get)
b = threading.Thread(target=get)
a.start(); b.start()
a.join(); b.join()
print(len(calls))
