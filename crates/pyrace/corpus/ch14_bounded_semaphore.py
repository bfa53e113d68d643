# One release too many. (ch 14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['Semaphore released too many times', 'Semaphore released too many times'] / ['ok'] | ValueError in A, line 8 / ['ok'] | ValueError in B, line 8
import threading
pool = threading.BoundedSemaphore(1)
out = []
def work():
    pool.acquire()
    pool.release()
    try:
        pool.release()
        out.append("ok")
    except ValueError as error:
        out.append(str(error))
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(sorted(out))
