# what: three threads instead of a hundred, once
import threading

n = 0

def increment():
    global n
    n += 1

threads = [threading.Thread(target=increment) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("100 each time" if n == 3 else "less than 100 at least once")
