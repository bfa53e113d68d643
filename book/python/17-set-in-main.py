# what: the main thread fills a thread-local, another thread reads it
# runs: 10
# show: outcomes
# claim: all: always AttributeError
# explore: self

# ANCHOR: program
import threading

local = threading.local()
local.sums = {}

def worker():
    try:
        local.sums["home"] = 1
        print("found")
    except AttributeError:
        print("AttributeError")

thread = threading.Thread(target=worker)
thread.start()
thread.join()
# ANCHOR_END: program
