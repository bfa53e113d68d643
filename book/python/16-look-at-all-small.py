# what: one thread adds a key of its own, the main thread walks over the dict once

# ANCHOR: program
import threading

scores = {"player 0": 0}

def name(number):
    return "player {}".format(number)

def worker():
    scores[name(1)] = 1

thread = threading.Thread(target=worker)
thread.start()
outcome = "no error"
try:
    total = 0
    for key in scores:
        total += len(key)
except RuntimeError:
    outcome = "RuntimeError"
thread.join()
print(outcome)
# ANCHOR_END: program
