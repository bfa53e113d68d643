# what: two threads raise one number in a dict, once each
# runs: 5
# show: outcomes
# claim: all: never the dict is broken
# explore: self

# ANCHOR: program
import threading

visits = {"front": 0}

def page():
    return "front"

def visitor():
    visits[page()] = visits[page()] + 1

threads = [threading.Thread(target=visitor) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if len(visits) != 1:
    print("the dict is broken")
elif visits["front"] == 2:
    print("the dict is whole, the number is right")
else:
    print("the dict is whole, the number is wrong")
# ANCHOR_END: program
