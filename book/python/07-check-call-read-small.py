# what: one thread checks, calls and reads, one deletes, once each
import threading

cache = {"photo": 1}
missed = []

def look_up():
    return None

def reader():
    try:
        if "photo" in cache:
            look_up()
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
