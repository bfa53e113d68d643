# A condition that the thread does not hold, waits that time out.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: cannot wait on un-acquired lock | cannot notify on un-acquired lock | cannot notify on un-acquired lock | cannot release un-acquired lock | False | True 5 0 | False | False | cannot wait on un-acquired lock
import threading
c=threading.Condition()
try: c.wait()
except RuntimeError as e: print(e)
try: c.notify()
except RuntimeError as e: print(e)
try: c.notify_all()
except RuntimeError as e: print(e)
try: c.release()
except RuntimeError as e: print(e)
with c:
    c.notify(); c.notify_all(); c.notify(5)
    print(c.wait(timeout=0.01))
    print(c.wait_for(lambda: True), c.wait_for(lambda: 5), c.wait_for(lambda: 0, timeout=0.01))
    print(c.wait(0))
c2=threading.Condition(threading.Lock())
with c2: print(c2.acquire(False))
try: c2.wait()
except RuntimeError as e: print(e)
