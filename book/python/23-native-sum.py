# what: one thread adds up a long range in native code; does Python code go on meanwhile?
# runs: 10
# show: outcomes
# claim: gil: always others stand still
# claim: free-threaded: can others go on
# explore: no: it is a measurement

# ANCHOR: program
import sys
import threading
import time

sys.setswitchinterval(1e-4)

def native():
    sum(range(3000000))

windows = []

def work():
    for _ in range(5):
        begin = time.perf_counter()
        native()
        windows.append((begin, time.perf_counter()))

worker = threading.Thread(target=work)
steps = [time.perf_counter()]
worker.start()
while worker.is_alive():
    steps.append(time.perf_counter())

def stood_still(begin, end):
    """Was there a pause in `steps` that took up most of this call?"""
    inside = [begin] + [step for step in steps if begin < step < end] + [end]
    longest = max(after - before for before, after in zip(inside, inside[1:]))
    return longest > (end - begin) / 2

pauses = sum(stood_still(begin, end) for begin, end in windows)
print("others stand still" if pauses >= 3 else "others go on")
# ANCHOR_END: program
