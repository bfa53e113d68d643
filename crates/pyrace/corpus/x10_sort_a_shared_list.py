# One thread sorts a list of numbers, another asks for its length. (X10)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_every, gil_calls_310, gil_calls: 3 [1, 2, 3]
# expect 3.13t, 3.14t, 3.15t, free_threaded: 0 [1, 2, 3] / 3 [1, 2, 3]
import threading
numbers = [3, 1, 2]
seen = []
def sort():
    numbers.sort()
def look():
    seen.append(len(numbers))
a = threading.Thread(target=sort)
b = threading.Thread(target=look)
a.start(); b.start()
a.join(); b.join()
print(seen[0], numbers)
