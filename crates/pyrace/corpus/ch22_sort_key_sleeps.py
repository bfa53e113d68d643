# A sort whose key sleeps: without the GIL it gives up the lock of the list meanwhile. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['list modified during sort'] ['fig', 'pear'] / [] ['fig', 'pear', 'kiwi']
import threading
import time
words = ["pear", "fig"]
errors = []
def slow_length(word):
    time.sleep(0.01)
    return len(word)
def sort():
    try:
        words.sort(key=slow_length)
    except ValueError as error:
        errors.append(str(error))
def add():
    words.append("kiwi")
threads = [threading.Thread(target=f) for f in (sort, add)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(errors, words)
