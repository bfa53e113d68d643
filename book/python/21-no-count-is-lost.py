# what: four threads take and drop references to one object; is its count exact in the end?
# runs: 10
# show: outcomes
# claim: all: always the count is exact
# explore: no: it looks at reference counts, which the explorer does not have

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)

class Photo:
    pass

photo = Photo()
before = sys.getrefcount(photo)

def show(photo):
    for _ in range(20_000):
        mine = photo
        also_mine = [mine, mine]

threads = [threading.Thread(target=show, args=(photo,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
after = sys.getrefcount(photo)
print("the count is exact" if after == before else "the count is off by {}".format(after - before))
# ANCHOR_END: program
