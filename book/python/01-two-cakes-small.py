# what: two cooks look into one oven, and bake if it is empty
# runs: 5
# show: outcomes
# claim: all: can one cake
# explore: self

# ANCHOR: program
import threading

oven = []

def cake(cook):
    return "a cake by " + cook

def cook(me):
    if not oven:
        oven.append(cake(me))

threads = [threading.Thread(target=cook, args=(me,)) for me in ("Ann", "Ben")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("two cakes" if len(oven) == 2 else "one cake")
# ANCHOR_END: program
