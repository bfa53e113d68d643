# what: four threads want the same 2 000 thumbnails, with one lock from the check to the act
# runs: 20
# claim: all: always each rendered once
# explore: 07-cache-lock-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
PHOTOS = 2_000
cache = {}
cache_lock = threading.Lock()
rendered = [[] for _ in range(4)]
gate = threading.Barrier(4)

def render(photo, me):
    rendered[me].append(photo)
    return "thumbnail of %d" % photo

def requests(me):
    gate.wait()
    for photo in range(PHOTOS):
        with cache_lock:
            if photo not in cache:
                cache[photo] = render(photo, me)

threads = [threading.Thread(target=requests, args=(me,)) for me in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
total = sum(len(photos) for photos in rendered)
print("each rendered once" if total == PHOTOS else "some were rendered twice")
# ANCHOR_END: program
