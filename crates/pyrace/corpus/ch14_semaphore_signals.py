# A semaphore that starts with 0 is a signal. (ch 14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1]
import threading
signal = threading.Semaphore(0)
data = []
def send():
    data.append(1)
    signal.release()
def receive():
    signal.acquire()
    print(data)
a = threading.Thread(target=send)
b = threading.Thread(target=receive)
a.start(); b.start()
a.join(); b.join()
