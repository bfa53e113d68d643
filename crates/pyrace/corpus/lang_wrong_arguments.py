# What CPython says about wrong arguments.
# expect 3.8, 3.9, gil_every: g() missing 2 required positional arguments: 'a' and 'b' | g() missing 1 required positional argument: 'b' | g() takes 2 positional arguments but 3 were given | g() got an unexpected keyword argument 'c' | g() got multiple values for argument 'a' | g() missing 1 required positional argument: 'a' | h() missing 1 required positional argument: 'a' | h() takes from 1 to 2 positional arguments but 3 were given | k() missing 2 required keyword-only arguments: 'x' and 'y' | k() takes 0 positional arguments but 1 was given | k() missing 1 required keyword-only argument: 'y' | k() got an unexpected keyword argument 'z' | m() missing 1 required positional argument: 'a' | C() takes no arguments | m() takes 2 positional arguments but 3 were given | C() takes no arguments | __init__() missing 1 required positional argument: 'x' | __init__() takes 2 positional arguments but 3 were given
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_calls_310, gil_calls, free_threaded: g() missing 2 required positional arguments: 'a' and 'b' | g() missing 1 required positional argument: 'b' | g() takes 2 positional arguments but 3 were given | g() got an unexpected keyword argument 'c' | g() got multiple values for argument 'a' | g() missing 1 required positional argument: 'a' | h() missing 1 required positional argument: 'a' | h() takes from 1 to 2 positional arguments but 3 were given | k() missing 2 required keyword-only arguments: 'x' and 'y' | k() takes 0 positional arguments but 1 was given | k() missing 1 required keyword-only argument: 'y' | k() got an unexpected keyword argument 'z' | C.m() missing 1 required positional argument: 'a' | C() takes no arguments | C.m() takes 2 positional arguments but 3 were given | C() takes no arguments | D.__init__() missing 1 required positional argument: 'x' | D.__init__() takes 2 positional arguments but 3 were given
def g(a,b): pass
for args,kw in [((),{}),((1,),{}),((1,2,3),{}),((1,2),{"c":3}),((1,),{"a":1}),((),{"b":1})]:
    try: g(*args,**kw)
    except TypeError as e: print(e)
def h(a,b=1): pass
for args,kw in [((),{}),((1,2,3),{})]:
    try: h(*args,**kw)
    except TypeError as e: print(e)
def k(*,x,y): pass
for args,kw in [((),{}),((1,),{}),((),{"x":1}),((),{"x":1,"y":2,"z":3})]:
    try: k(*args,**kw)
    except TypeError as e: print(e)
class C:
    def m(self,a): pass
for args in [(),(1,2)]:
    try: C().m(*args)
    except TypeError as e: print(e)
    try: C(*args,1)
    except TypeError as e: print(e)
class D:
    def __init__(self,x): pass
for args in [(),(1,2)]:
    try: D(*args)
    except TypeError as e: print(e)
