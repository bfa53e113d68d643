# join and start at the wrong time.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: cannot join thread before it is started | cannot join current thread | threads can only be started once
import threading
def work():
    try:
        threading.current_thread().join()
    except RuntimeError as error:
        print(error)
t = threading.Thread(target=work)
try:
    t.join()
except RuntimeError as error:
    print(error)
t.start()
t.join()
try:
    t.start()
except RuntimeError as error:
    print(error)
