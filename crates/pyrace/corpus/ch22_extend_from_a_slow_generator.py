# `extend` with a generator that sleeps: blocks of two threads mix under all rules. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: aabb / abab / abba / baab / baba / bbaa
import threading
import time
letters = []
def slow(letter):
    for _ in range(2):
        time.sleep(0.01)
        yield letter
def put(letter):
    letters.extend(slow(letter))
threads = [threading.Thread(target=put, args=(letter,)) for letter in "ab"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("".join(letters))
