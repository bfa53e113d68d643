# what: three threads are made in a loop, each gets its number as an argument
# runs: 10
# show: outcomes
# claim: all: always 0 1 2
# explore: self

# ANCHOR: program
import threading

seen = []
threads = []
for part in range(3):
    threads.append(threading.Thread(target=seen.append, args=(part,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(seen))
# ANCHOR_END: program
