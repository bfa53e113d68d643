# what: two threads run if key not in flags: flags[key] = make(), for one key
# runs: 5
# show: outcomes
# claim: all: can made once
# explore: self

# ANCHOR: program
import threading

flags = {}
made = []

def make(key):
    made.append(key)
    return key

def ask():
    if "dark" not in flags:
        flags["dark"] = make("dark")

threads = [threading.Thread(target=ask) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("made once" if len(made) == 1 else "made twice")
# ANCHOR_END: program
