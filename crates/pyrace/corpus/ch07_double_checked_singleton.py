# One object for all, made in `__new__` under a lock that is asked for only until it exists. (ch 7)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: True 1
import threading
class Settings:
    instance = None
    lock = threading.Lock()
    made = 0
    def __new__(cls):
        if cls.instance is None:
            with cls.lock:
                if cls.instance is None:
                    cls.instance = super().__new__(cls)
                    cls.made += 1
        return cls.instance
found = []
def configure():
    found.append(Settings())
threads = [threading.Thread(target=configure) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(found[0] is found[1], Settings.made)
