# what: threads use a global object in a loop; how large is its count afterwards?
# runs: 5
# show: outcomes
# claim: gil: always a handful
# claim: free-threaded -3.14: always a handful
# claim: free-threaded 3.15+: can deferred, the number means nothing
# explore: no: it looks at reference counts, which the explorer does not have

# ANCHOR: program
import sys
import threading

class Photo:
    pass

photo = Photo()

def show():
    for _ in range(20_000):
        mine = photo

threads = [threading.Thread(target=show) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
few = sys.getrefcount(photo) < 1_000
print("a handful" if few else "deferred, the number means nothing")
# ANCHOR_END: program
