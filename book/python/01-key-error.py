# what: a thread looks up a key if it is there, another one deletes it and puts it back
# runs: 20
# show: outcomes
# claim: gil: can KeyError
# explore: 01-key-error-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
users = {"ann": "Ann"}

def log(text):
    return len(text)

def delete_and_add():
    for _ in range(50_000):
        users.pop("ann", None)
        users["ann"] = "Ann"

thread = threading.Thread(target=delete_and_add)
thread.start()
try:
    for _ in range(50_000):
        if "ann" in users:
            log("found")
            users["ann"]
    print("no KeyError")
except KeyError:
    print("KeyError")
thread.join()
# ANCHOR_END: program
