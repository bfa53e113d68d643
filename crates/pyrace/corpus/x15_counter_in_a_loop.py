# Two threads add one in a loop, without a lock. (X15, X19)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 2 / 3 / 4
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 4
import threading
counter = 0
def work():
    global counter
    for _ in range(2):
        counter += 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter)
