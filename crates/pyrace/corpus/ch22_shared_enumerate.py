# Two threads share an enumerate. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_every, gil_calls_310, gil_calls: [(0, 'a'), (1, 'b')]
# expect 3.13t, 3.14t, 3.15t, free_threaded: [(0, 'a'), (0, 'a')] / [(0, 'a'), (0, 'b')] / [(0, 'a'), (1, 'b')]
import threading
source = enumerate(["a", "b"])
out = []
def work():
    out.append(next(source))
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(sorted(out))
