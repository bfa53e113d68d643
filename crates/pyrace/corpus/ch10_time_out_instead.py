# A time-out on the second lock ends the wait. (ch 10)
# expect 3.8, 3.9, 3.14, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: ['both', 'both'] / ['both', 'gave up'] / ['gave up', 'gave up']
# expect 3.10, 3.11, 3.12, 3.13, 3.15, gil_calls_310, gil_calls: ['both', 'both'] / ['both', 'gave up']
import threading
left = threading.Lock()
right = threading.Lock()
out = []
def work(first, second):
    with first:
        if second.acquire(timeout=1):
            out.append("both")
            second.release()
        else:
            out.append("gave up")
a = threading.Thread(target=work, args=(left, right))
b = threading.Thread(target=work, args=(right, left))
a.start(); b.start()
a.join(); b.join()
print(sorted(out))
