# what: two threads pop the same key
# runs: 5
# show: outcomes
# claim: all: always each key once
# explore: self

# ANCHOR: program
import threading

flags = {"dark": 7}
taken = []

def take():
    value = flags.pop("dark", None)
    if value is not None:
        taken.append(value)

threads = [threading.Thread(target=take) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("each key once" if taken == [7] else "taken %d times" % len(taken))
# ANCHOR_END: program
