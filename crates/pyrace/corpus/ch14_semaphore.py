# At most two at the stove. (ch 14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: True 0
import threading
stove = threading.Semaphore(2)
inside = 0
most = 0
lock = threading.Lock()
def cook():
    global inside, most
    with stove:
        with lock:
            inside += 1
            most = max(most, inside)
        with lock:
            inside -= 1
threads = [threading.Thread(target=cook) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(most <= 2, inside)
