# What one thread stores in a local, the other does not see. (ch 17)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: main [False, False, True, True]
import threading
box = threading.local()
box.name = "main"
out = []
def work(name):
    out.append(hasattr(box, "name"))
    box.name = name
    out.append(box.name == name)
a = threading.Thread(target=work, args=("a",))
b = threading.Thread(target=work, args=("b",))
a.start(); b.start()
a.join(); b.join()
print(box.name, sorted(out))
