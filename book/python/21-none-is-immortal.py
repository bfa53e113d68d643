# what: a list refers to None a thousand times; has its count grown?
# runs: 5
# show: outcomes
# claim: gil -3.11: always None is counted
# claim: gil 3.12+: always None is not counted
# claim: free-threaded: always None is not counted
# explore: no: it looks at reference counts, which the explorer does not have

# ANCHOR: program
import sys

before = sys.getrefcount(None)
nothing = [None] * 1000
grown = sys.getrefcount(None) - before
print("None is counted" if grown >= 1000 else "None is not counted")
# ANCHOR_END: program
