# what: two threads ask setdefault for the same new key
# runs: 5
# show: outcomes
# claim: all: always one object for each key
# explore: self

# ANCHOR: program
import threading

flags = {}
told = {}

def ask(me):
    told[me] = flags.setdefault("dark", me)

threads = [threading.Thread(target=ask, args=(me,)) for me in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("one object for each key" if told[1] == told[2] else "two values")
# ANCHOR_END: program
