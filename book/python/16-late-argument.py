# what: three threads are made in a loop, the function looks at the loop's variable
# runs: 10
# show: outcomes
# claim: all: always 2 2 2
# explore: self

# ANCHOR: program
import threading

seen = []
threads = []
for part in range(3):
    threads.append(threading.Thread(target=lambda: seen.append(part)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(seen))
# ANCHOR_END: program
