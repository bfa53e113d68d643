# what: once
import threading

flags = {}
errors = []

def store():
    flags["dark"] = True

def read():
    try:
        flags["dark"]
    except KeyError:
        errors.append(1)

threads = [threading.Thread(target=read), threading.Thread(target=store)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("KeyError" if errors else "no error")
