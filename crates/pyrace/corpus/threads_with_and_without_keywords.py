# Threads that can be told apart next to threads that cannot: each schedule names the right ones.
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 10 / 12 / 2 / 5 / 7
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 12
import threading
total = 0
def add(amount):
    global total
    total += amount
threads = [
    threading.Thread(target=add, args=(5,)),
    threading.Thread(target=add, args=(5,)),
    threading.Thread(target=add, kwargs={"amount": 2}),
]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)
