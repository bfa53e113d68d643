# All kinds of parameters and arguments.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 2 () 3 4 {} | 1 2 (3, 4) 5 4 {'e': 6} | 1 2 () 3 4 {} | 1 2 () 3 4 {'x': 1} | f() missing 1 required positional argument: 'a' | f() missing 1 required keyword-only argument: 'c' | f() got multiple values for argument 'a'
def f(a,b=2,*args,c,d=4,**kw):
    print(a,b,args,c,d,kw)
f(1,c=3)
f(1,2,3,4,c=5,e=6)
f(*[1,2],**{"c":3})
f(1,c=3,**{"x":1})
try: f()
except TypeError as e: print(e)
try: f(1)
except TypeError as e: print(e)
try: f(1,2,c=3,a=1)
except TypeError as e: print(e)
