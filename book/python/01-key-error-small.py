# what: a thread looks up a key if it is there, another one deletes it
# runs: 5
# show: outcomes
# claim: all: can no KeyError
# explore: self

# ANCHOR: program
import threading

users = {"ann": "Ann"}

def log(text):
    return len(text)

def delete():
    users.pop("ann", None)

thread = threading.Thread(target=delete)
thread.start()
try:
    if "ann" in users:
        log("found")
        users["ann"]
    print("no KeyError")
except KeyError:
    print("KeyError")
thread.join()
# ANCHOR_END: program
