# A thread that starts another one.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['child', 'parent'] / ['parent', 'child']
import threading
out = []
def child():
    out.append("child")
def parent():
    t = threading.Thread(target=child)
    t.start()
    out.append("parent")
    t.join()
p = threading.Thread(target=parent)
p.start()
p.join()
print(out)
