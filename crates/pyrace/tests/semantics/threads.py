import threading, queue, time
from concurrent.futures import ThreadPoolExecutor, as_completed
lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(False), lock.acquire(timeout=0.01)); lock.release(); print(lock.locked())
with lock:
    print(lock.locked())
r = threading.RLock()
with r:
    with r:
        print("twice")
for i in range(9):
    try:
        if i == 0: lock.release()
        if i == 1: r.release()
        if i == 2: threading.Condition().wait()
        if i == 3: threading.Condition().notify()
        if i == 4: threading.BoundedSemaphore(1).release()
        if i == 5: threading.Thread(target=print).join()
        if i == 6: queue.Queue().get_nowait()
        if i == 7: queue.Queue().task_done()
        if i == 8:
            q = queue.Queue(1); q.put(1); q.put_nowait(2)
    except Exception as e:
        print(i, type(e).__name__, e)
q = queue.Queue(); q.put(1); q.put(2); print(q.qsize(), q.empty(), q.full(), q.get(), q.get()); q = queue.LifoQueue(); q.put(1); q.put(2); print(q.get()); q = queue.PriorityQueue(); q.put((2, "b")); q.put((1, "a")); print(q.get()); q = queue.SimpleQueue(); q.put(5); print(q.get(), q.empty())
e = threading.Event(); print(e.is_set(), e.wait(timeout=0.01)); e.set(); print(e.is_set(), e.wait()); e.clear(); print(e.is_set())
s = threading.Semaphore(2); print(s.acquire(), s.acquire(blocking=False), s.acquire(blocking=False)); s.release(); print(s.acquire(blocking=False))
out = []
def work(a, b=1):
    out.append((a, b))
t = threading.Thread(target=work, args=(1,), kwargs={"b": 5}); print(t.is_alive(), t.daemon); t.start(); t.join(); print(out, t.is_alive())
try:
    t.start()
except RuntimeError as err:
    print(err)
class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.result = None
    def run(self):
        self.result = self.n * 2
w = Worker(21); w.start(); w.join(); print(w.result)
loc = threading.local(); loc.x = 1
def other():
    print(hasattr(loc, "x"))
    loc.x = 2
t = threading.Thread(target=other); t.start(); t.join(); print(loc.x)
with ThreadPoolExecutor(max_workers=1) as ex:
    futures = [ex.submit(pow, 2, n) for n in range(3)]
    print([f.result() for f in futures], list(ex.map(lambda v: v + 1, [1, 2])))
    bad = ex.submit(lambda: 1 // 0)
    print(type(bad.exception()).__name__, bad.done())
b = threading.Barrier(2); got = []
def meet(n):
    b.wait(); got.append(n)
ts = [threading.Thread(target=meet, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(got), b.n_waiting, b.broken, b.parties)
c = threading.Condition(); items = []
def consumer():
    with c:
        c.wait_for(lambda: items)
        print("got", items.pop())
t = threading.Thread(target=consumer); t.start()
with c:
    items.append(9); c.notify_all()
t.join(); time.sleep(0)
print(threading.current_thread().name, threading.current_thread() is threading.main_thread(), threading.active_count(), threading.Thread(name="n1").name)
