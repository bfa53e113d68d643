# One owner thread, the others send what to do. (X22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 12
import queue
import threading
inbox = queue.SimpleQueue()
balance = 0
def owner():
    global balance
    while True:
        amount = inbox.get()
        if amount is None:
            break
        balance += amount
def client(amount):
    inbox.put(amount)
o = threading.Thread(target=owner)
o.start()
clients = [threading.Thread(target=client, args=(n,)) for n in (5, 7)]
for t in clients:
    t.start()
for t in clients:
    t.join()
inbox.put(None)
o.join()
print(balance)
