# A counter in a class, changed by its constructor. (ch 3)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2
import threading
class Ticket:
    sold = 0
    def __init__(self):
        Ticket.sold += 1
a = threading.Thread(target=Ticket)
b = threading.Thread(target=Ticket)
a.start(); b.start()
a.join(); b.join()
print(Ticket.sold)
