# what: two threads pop the same key
# runs: 5
# show: outcomes
# claim: all: always one of them got it
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
print("one of them got it" if taken == [7] else "taken %d times" % len(taken))
# ANCHOR_END: program
