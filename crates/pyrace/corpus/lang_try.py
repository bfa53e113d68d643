# try, except, else, finally, and leaving them.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: caught division by zero ZeroDivisionError('division by zero') | fin | name 'e' is not defined | f1 | ValueError ('a',) | else | cleanup | 1 | 2 | 0 | f 0 | f 1 | f 2 | b | k
try:
    1/0
except ZeroDivisionError as e:
    print("caught",e,repr(e))
else: print("else")
finally: print("fin")
try: print(e)
except NameError as x: print(x)
try:
    try: raise ValueError("a")
    finally: print("f1")
except Exception as e: print(type(e).__name__,e.args)
try: pass
except: print("x")
else: print("else")
def f():
    try: return 1
    finally: print("cleanup")
print(f())
def g():
    try: return 1
    finally: return 2
print(g())
def h():
    for i in range(3):
        try:
            if i==1: continue
            if i==2: break
            print(i)
        finally: print("f",i)
h()
def k():
    while True:
        try: break
        finally: print("b")
    return "k"
print(k())
