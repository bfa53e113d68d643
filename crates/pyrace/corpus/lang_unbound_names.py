# Names without a value.
# expect 3.8, 3.9, 3.10, gil_every, gil_calls_310: local variable 'x' referenced before assignment | NameError free variable 'y' referenced before assignment in enclosing scope | name 'zz' is not defined | name 'f' is not defined | name 'zz' is not defined | name 'qq' is not defined
# expect 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_calls, free_threaded: cannot access local variable 'x' where it is not associated with a value | NameError cannot access free variable 'y' where it is not associated with a value in enclosing scope | name 'zz' is not defined | name 'f' is not defined | name 'zz' is not defined | name 'qq' is not defined
def f():
    x=1
    del x
    print(x)
try: f()
except UnboundLocalError as e: print(e)
def g():
    def h(): return y
    h()
    y=1
try: g()
except NameError as e: print(type(e).__name__,e)
try: zz
except NameError as e: print(e)
del f
try: f
except NameError as e: print(e)
try: del zz
except NameError as e: print(e)
def k():
    global qq
    del qq
try: k()
except NameError as e: print(e)
