# is_alive, names, current_thread.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: False | worker | False worker MainThread
import threading
def work():
    print(threading.current_thread().name)
t = threading.Thread(target=work, name="worker")
print(t.is_alive())
t.start()
t.join()
print(t.is_alive(), t.name, threading.current_thread().name)
