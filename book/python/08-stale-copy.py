# what: a sweeper works off its copy, and a customer uses a session meanwhile
# runs: 5
# show: outcomes
# claim: all: always a session in use was removed
# explore: self

# ANCHOR: program
import threading

lock = threading.Lock()
last_used = {7: 10}
listed = threading.Event()
touched = threading.Event()

def touch(number, now):
    with lock:
        if number not in last_used:
            return False
        last_used[number] = now
        return True

def sweep(now, ttl):
    with lock:
        old = [number for number, last in last_used.items() if now - last > ttl]
    listed.set()
    touched.wait()
    for number in old:
        with lock:
            last_used.pop(number, None)

sweeper = threading.Thread(target=sweep, args=(1_000, 100))
sweeper.start()
listed.wait()
told = touch(7, 1_000)
touched.set()
sweeper.join()
if told and 7 not in last_used:
    print("a session in use was removed")
else:
    print("all agree")
# ANCHOR_END: program
