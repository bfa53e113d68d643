# what: two threads want one thumbnail, with one lock
import threading

cache = {}
cache_lock = threading.Lock()
rendered = []

def render(photo):
    rendered.append(photo)
    return "thumbnail"

def request():
    with cache_lock:
        if 5 not in cache:
            cache[5] = render(5)

threads = [threading.Thread(target=request) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("each rendered once" if len(rendered) == 1 else "some were rendered twice")
