# A barrier for three that only two reach is broken by abort. (ch 14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['broken', 'broken']
import threading
meet = threading.Barrier(3)
out = []
def work():
    try:
        meet.wait()
        out.append("through")
    except threading.BrokenBarrierError:
        out.append("broken")
a = threading.Thread(target=work)
b = threading.Thread(target=work)
c = threading.Thread(target=meet.abort)
for t in (a, b, c):
    t.start()
for t in (a, b, c):
    t.join()
print(out)
