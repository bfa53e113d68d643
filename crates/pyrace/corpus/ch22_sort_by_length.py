# A sort with a built-in key: without the GIL a reader can find the list empty. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_every, gil_calls_310, gil_calls: [2] ['fig', 'pear']
# expect 3.13t, 3.14t, 3.15t, free_threaded: [0] ['fig', 'pear'] / [2] ['fig', 'pear']
import threading
words = ["pear", "fig"]
seen = []
def sort():
    words.sort(key=len)
def read():
    seen.append(len(words))
threads = [threading.Thread(target=f) for f in (sort, read)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(seen, words)
