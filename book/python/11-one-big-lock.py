# what: one lock for the cache; two users are asked for, and their fetches try to meet
# runs: 5
# show: outcomes
# claim: all: always one user waits for the other
# explore: no: the meeting gives up after a time, and a schedule has no clock
# ANCHOR: program
import threading

cache = {}
cache_lock = threading.Lock()
together = threading.Barrier(2)


def fetch(user):
    together.wait(timeout=0.2)
    return "picture of " + user


def avatar(user):
    with cache_lock:
        if user not in cache:
            cache[user] = fetch(user)
        return cache[user]


def request(user):
    try:
        avatar(user)
    except threading.BrokenBarrierError:
        pass


threads = [threading.Thread(target=request, args=(u,)) for u in ("ada", "alan")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if len(cache) == 2:
    print("two users at the same time")
else:
    print("one user waits for the other")
# ANCHOR_END: program
