# what: four threads assign to the same keys, and nobody reads before
# runs: 20
# show: outcomes
# claim: all: always the dict is whole, and each value is one of those assigned
# explore: no: the outcome is the same in every schedule, and a schedule has 20 000 stores

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
flags = {}

def assign(me):
    for key in range(5_000):
        flags[key] = (me, key)

threads = [threading.Thread(target=assign, args=(me,)) for me in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
whole = all(flags[key][0] in range(4) and flags[key][1] == key for key in range(5_000))
if whole and len(flags) == 5_000:
    print("the dict is whole, and each value is one of those assigned")
else:
    print("the dict is broken")
# ANCHOR_END: program
