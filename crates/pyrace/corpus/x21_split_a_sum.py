# Each thread sums its part and stores it in its own slot. (X21)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 45
import threading
numbers = list(range(10))
parts = [0, 0]
def work(i):
    parts[i] = sum(numbers[i::2])
a = threading.Thread(target=work, args=(0,))
b = threading.Thread(target=work, args=(1,))
a.start(); b.start()
a.join(); b.join()
print(sum(parts))
