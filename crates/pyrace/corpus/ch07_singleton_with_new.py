# One object for all, made in `__new__` without a lock: two can be made, and `__init__` runs each time. (ch 7)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: False 1 / False 2 / True 1 / True 2
import threading
class Settings:
    instance = None
    def __new__(cls, *args):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self, level):
        self.level = level
found = []
def configure(level):
    found.append(Settings(level))
threads = [threading.Thread(target=configure, args=(level,)) for level in (1, 2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(found[0] is found[1], found[0].level)
