# what: a lock for each user; two requests for each of two users
# runs: 20
# show: outcomes
# claim: all: always two users at the same time, each fetched once
# explore: 11-lock-per-user-small
# ANCHOR: program
import threading

cache = {}
locks = {}
fetched = []
together = threading.Barrier(2)


def fetch(user):
    fetched.append(user)
    together.wait()
    return "picture of " + user


def avatar(user):
    with locks.setdefault(user, threading.Lock()):
        if user not in cache:
            cache[user] = fetch(user)
        return cache[user]


users = ["ada", "alan", "ada", "alan"]
threads = [threading.Thread(target=avatar, args=(u,)) for u in users]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if sorted(fetched) == ["ada", "alan"] and len(cache) == 2:
    print("two users at the same time, each fetched once")
# ANCHOR_END: program
