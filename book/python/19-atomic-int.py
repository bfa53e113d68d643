# what: does the module threading have an AtomicInt?
# runs: 1
# show: outcomes
# claim: all: always no AtomicInt
# explore: no: it looks at a module, not at threads

# ANCHOR: program
import threading

found = [name for name in dir(threading) if "atomic" in name.lower()]
print(found or "no AtomicInt")
# ANCHOR_END: program
