# Closures and lambdas.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 3 | 2 | 3 1 | 3
def outer():
    x=1
    def inner():
        nonlocal x
        x+=1
        return x
    return inner, lambda: x
i,g=outer(); i(); i(); print(g())
def counter():
    c={"n":0}
    def inc(): c["n"]+=1; return c["n"]
    return inc
c=counter(); c(); print(c())
def apply(f,*a,**k): return f(*a,**k)
print(apply(lambda x,y=2:x+y,1), apply(max,[1,2],key=lambda v:-v))
compose=lambda f,g: lambda x: f(g(x))
print(compose(str,abs)(-3))
