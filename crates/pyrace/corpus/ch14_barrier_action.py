# The last one to arrive runs the action. (ch 14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['round', 'round']
import threading
rounds = []
meet = threading.Barrier(2, action=lambda: rounds.append("round"))
def work():
    for _ in range(2):
        meet.wait()
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start(); b.start()
a.join(); b.join()
print(rounds)
