# what: two threads check a key and read it, a third one deletes it and puts it back
# runs: 20
# claim: gil 3.10+: never KeyError
# claim: gil -3.9: can KeyError
# claim: free-threaded: can KeyError
# explore: 07-check-then-read-small.py

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
cache = {"photo": 1}
done = []
missed = []

def reader():
    for _ in range(100_000):
        try:
            if "photo" in cache:
                cache["photo"]
        except KeyError:
            missed.append(1)
    done.append(1)

def fetch_again():
    return None

def evictor():
    while len(done) < 2:
        del cache["photo"]
        fetch_again()
        cache["photo"] = 1

threads = [threading.Thread(target=t) for t in (reader, reader, evictor)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("KeyError" if missed else "no error")
# ANCHOR_END: program
