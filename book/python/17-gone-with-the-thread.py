# what: a thread-local dies with its thread, a queue hands the result over
# runs: 10
# show: outcomes
# claim: all: always the local is gone, the queue has it
# explore: no: weak references are outside of the subset

# ANCHOR: program
import gc
import queue
import threading
import weakref

class Sums(dict):
    pass

local = threading.local()
results = queue.Queue()
watch = []

def worker():
    local.sums = Sums(home=3)
    watch.append(weakref.ref(local.sums))
    results.put(local.sums["home"])

thread = threading.Thread(target=worker)
thread.start()
thread.join()
del thread
gc.collect()
gone = watch[0]() is None
there = results.get() == 3
print("the local is gone, the queue has it" if gone and there else "something else")
# ANCHOR_END: program
