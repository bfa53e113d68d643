# An Event is set once and stays set. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['go', 'go'] True
import threading
go = threading.Event()
out = []
def wait():
    go.wait()
    out.append("go")
threads = [threading.Thread(target=wait) for _ in range(2)]
for t in threads:
    t.start()
go.set()
for t in threads:
    t.join()
print(out, go.is_set())
