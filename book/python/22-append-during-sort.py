# what: somebody appends to a list while a sort of it waits in its key function
# runs: 10
# show: outcomes
# claim: all: always append returned, item gone, sort raised ValueError
# explore: no: the program needs an event inside a key function

# ANCHOR: program
import threading

items = [3, 1, 2]
sorting = threading.Event()
appended = threading.Event()

def key(item):
    sorting.set()
    appended.wait()
    return item

def append():
    sorting.wait()
    items.append(99)
    appended.set()

appender = threading.Thread(target=append)
appender.start()
try:
    items.sort(key=key)
    sort = "sort returned"
except ValueError:
    sort = "sort raised ValueError"
appender.join()
where = "item there" if 99 in items else "item gone"
print("append returned, %s, %s" % (where, sort))
# ANCHOR_END: program
