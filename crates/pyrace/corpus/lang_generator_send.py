# send, close, and what a generator returns.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: start | 1 | got a | 2 | fin | b | stop 9 | stop None | can't send non-None value to a just-started generator | start | got None | fin | ['g', 'e', 'n']
def gen():
    print("start")
    x=yield 1
    print("got",x)
    try:
        y=yield 2
    except ValueError as e:
        print("ve",e)
        y=None
    finally: print("fin")
    yield y
    return 9
g=gen()
print(next(g)); print(g.send("a")); print(g.send("b"))
try: next(g)
except StopIteration as e: print("stop",e.value)
try: next(g)
except StopIteration as e: print("stop",e.value)
g=gen()
try: g.send(1)
except TypeError as e: print(e)
next(g); next(g)
g.close()
print(list(gen.__name__))
