# what: how long a thread waits for the GIL before it asks
# runs: 1
# show: outcomes
# claim: all: always 5 ms
# explore: no: it reads a setting

# ANCHOR: program
import sys

print(round(sys.getswitchinterval() * 1000), "ms")
# ANCHOR_END: program
