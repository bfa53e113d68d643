# Executors with one worker.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 9 True None False False | bad 1 | ValueError('bad 1') | [1, 4, 9] | [4, 6] | map bad 1 | [0, 1, 4] | 25 | False 9 | cannot schedule new futures after shutdown | max_workers must be greater than 0 | hi
from concurrent.futures import ThreadPoolExecutor, as_completed
def sq(x): return x*x
def bad(x): raise ValueError(f"bad {x}")
with ThreadPoolExecutor(max_workers=1) as ex:
    f=ex.submit(sq,3); print(f.result(), f.done(), f.exception(), f.cancelled(), f.running())
    g=ex.submit(bad,1)
    try: g.result()
    except ValueError as e: print(e)
    print(repr(g.exception()))
    print(list(ex.map(sq,[1,2,3])))
    print(list(ex.map(lambda a,b:a+b,[1,2],[3,4])))
    it=ex.map(bad,[1])
    try: next(it)
    except ValueError as e: print("map",e)
    print(sorted(x.result() for x in as_completed([ex.submit(sq,i) for i in range(3)])))
    h=ex.submit(sq, x=5); print(h.result())
    print(f.cancel(), f.result(timeout=1))
try: ex.submit(sq,1)
except RuntimeError as e: print(e)
try: ThreadPoolExecutor(max_workers=0)
except ValueError as e: print(e)
ex=ThreadPoolExecutor(2, thread_name_prefix="p"); ex.submit(print,"hi").result(); ex.shutdown(); ex.shutdown(wait=True)
