# what: a thread waits for bytes from a pipe, the main thread sends them, 200 times
# runs: 5
# show: outcomes
# claim: all: always every round trip ended
# explore: no: the explorer knows no pipes

# ANCHOR: program
import os
import threading

to_worker, from_main = os.pipe()
to_main, from_worker = os.pipe()

def worker():
    for _ in range(200):
        os.read(to_worker, 1)
        os.write(from_worker, b"x")

thread = threading.Thread(target=worker)
thread.start()
for _ in range(200):
    os.write(from_main, b"x")
    os.read(to_main, 1)
thread.join()
print("every round trip ended")
# ANCHOR_END: program
