# Three philosophers, each takes the left fork first. (ch 10)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 3 / DEADLOCK
import threading
forks = [threading.Lock() for _ in range(3)]
meals = []
def dine(i):
    forks[i].acquire()
    forks[(i + 1) % 3].acquire()
    meals.append(i)
    forks[(i + 1) % 3].release()
    forks[i].release()
threads = [threading.Thread(target=dine, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(meals))
