# The thread that stores the marker computes, the other waits for it. (X4)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 42
import threading
cache = {}
calls = []
done = threading.Event()
def get(me):
    if cache.setdefault("owner", me) == me:
        calls.append(1)
        cache["answer"] = 42
        done.set()
    else:
        done.wait()
    return cache["answer"]
a = threading.Thread(target=get, args=("a",))
b = threading.Thread(target=get, args=("b",))
a.start(); b.start()
a.join(); b.join()
print(len(calls), cache["answer"])
