# A local set in the main thread only. (ch 17)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: AttributeError in A, line 7
import threading
box = threading.local()
box.user = "ann"
def work():
    print(box.user)
t = threading.Thread(target=work)
t.start()
t.join()
