# A union of classes came with 3.10; a list with parameters came with 3.9.
# expect 3.8: TypeError in main, line 6
# expect 3.9, gil_every: TypeError in main, line 7
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_calls_310, gil_calls, free_threaded: [0, 1] / [1, 0]
import threading
found: list[int] = []
limit: int | None = None
def work(n: int) -> None:
    if limit is None:
        found.append(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(found)
