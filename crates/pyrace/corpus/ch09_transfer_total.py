# A reader between the two halves of a transfer. (ch 9)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 100 / 90
import threading
bank = {"ann": 50, "bob": 50}
lock = threading.Lock()
totals = []
def transfer():
    with lock:
        bank["ann"] -= 10
    with lock:
        bank["bob"] += 10
def audit():
    with lock:
        totals.append(bank["ann"] + bank["bob"])
a = threading.Thread(target=transfer)
b = threading.Thread(target=audit)
a.start(); b.start()
a.join(); b.join()
print(totals[0])
