# Exceptions in threads, caught, chained and not caught.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['pop from empty list', 'finally'] | KeyError in B, line 13
import threading
out = []
def caught():
    try:
        [].pop()
    except IndexError as error:
        out.append(str(error))
    finally:
        out.append("finally")
def uncaught():
    raise KeyError("k")
a = threading.Thread(target=caught)
b = threading.Thread(target=uncaught)
a.start(); b.start()
a.join(); b.join()
print(out)
