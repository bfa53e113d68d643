# what: one thread checks and reads, one deletes, once each
import threading

cache = {"photo": 1}
missed = []

def reader():
    try:
        if "photo" in cache:
            cache["photo"]
    except KeyError:
        missed.append(1)

def evictor():
    del cache["photo"]

threads = [threading.Thread(target=t) for t in (reader, evictor)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("KeyError" if missed else "no error")
