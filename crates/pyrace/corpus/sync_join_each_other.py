# Two threads wait for each other's end, unless the second has not been started when the first asks.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: DEADLOCK / end | RuntimeError in A, line 4
import threading
first = threading.Thread(target=lambda: second.join())
second = threading.Thread(target=lambda: first.join())
first.start(); second.start()
first.join(); second.join()
print("end")
