# what: once
import threading

data = [0]
ready = [False]
stale = []

def writer():
    data[0] = 1
    ready[0] = True

def reader():
    if ready[0] and data[0] != 1:
        stale.append(1)

threads = [threading.Thread(target=t) for t in (writer, reader)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("a flag without data" if stale else "data behind every flag")
