# Lines of two threads come in any order.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: a 1 | a 2 | b 1 | b 2 / a 1 | b 1 | a 2 | b 2 / a 1 | b 1 | b 2 | a 2 / b 1 | a 1 | a 2 | b 2 / b 1 | a 1 | b 2 | a 2 / b 1 | b 2 | a 1 | a 2
import threading
def work(name):
    print(name, 1)
    print(name, 2)
a = threading.Thread(target=work, args=("a",))
b = threading.Thread(target=work, args=("b",))
a.start(); b.start()
a.join(); b.join()
