# acquire(blocking=False) for the second lock, and back off. (ch 10)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['a', 'b']
import threading
left = threading.Lock()
right = threading.Lock()
done = []
def work(first, second, name):
    while True:
        first.acquire()
        if second.acquire(blocking=False):
            break
        first.release()
    done.append(name)
    second.release()
    first.release()
a = threading.Thread(target=work, args=(left, right, "a"))
b = threading.Thread(target=work, args=(right, left, "b"))
a.start(); b.start()
a.join(); b.join()
print(sorted(done))
