# A thread joins one that the main thread may not have started yet.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: cannot join thread before it is started / joined
import threading
def wait_for_second():
    try:
        second.join()
        print("joined")
    except RuntimeError as e:
        print(e)
first = threading.Thread(target=wait_for_second)
second = threading.Thread(target=int)
first.start()
second.start()
first.join()
