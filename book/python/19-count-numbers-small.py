# what: two threads take one number each from one itertools.count

# ANCHOR: program
import itertools
import threading

next_number = itertools.count(1)
numbers = []

def take_number():
    numbers.append(next(next_number))

threads = [threading.Thread(target=take_number) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all different" if numbers[0] != numbers[1] else "one twice")
# ANCHOR_END: program
