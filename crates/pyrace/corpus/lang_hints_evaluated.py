# Up to 3.13 the annotations of a function are evaluated where it is defined: here between a read and a write.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2
# expect 3.14, 3.15: 2
import threading
count = 0
def note() -> str:
    global count
    count = count + 1
    return "noted"
def work() -> None:
    global count
    seen = count
    def inner(value: note()) -> None:
        pass
    count = seen + 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count)
