# Up to 3.12 `threading.Lock` is a function, which has no union with `None`; from 3.14 on nobody asks.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, gil_every, gil_calls_310, gil_calls: TypeError in main, line 6
# expect 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, free_threaded: 2
import threading
class Counter:
    lock: threading.Lock | None = None
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count: int = 0
    def add(self) -> None:
        with self.lock:
            self.count += 1
counter = Counter()
threads = [threading.Thread(target=counter.add) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter.count)
