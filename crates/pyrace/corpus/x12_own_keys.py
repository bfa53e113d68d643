# Threads that use only their own key need no lock. (X12)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {'a': 2, 'b': 2}
import threading
counts = {"a": 0, "b": 0}
def work(key):
    for _ in range(2):
        counts[key] += 1
a = threading.Thread(target=work, args=("a",))
b = threading.Thread(target=work, args=("b",))
a.start(); b.start()
a.join(); b.join()
print(counts)
