# Defaults, closures, recursion, global.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 1] [1, 1] | 2 | [2, 2, 2] | [0, 1, 2] | 265252859812191058636308480000000 | 354224848179261915075 | 10 | 20 1
def f(x=[]):
    x.append(1)
    return x
print(f(),f())
def mk():
    n=0
    def inc():
        nonlocal n
        n+=1
        return n
    return inc
c=mk(); c(); print(c())
fs=[lambda: i for i in range(3)]
print([f() for f in fs])
fs=[lambda i=i: i for i in range(3)]
print([f() for f in fs])
def fact(n): return 1 if n<2 else n*fact(n-1)
print(fact(30))
def fib(n):
    a,b=0,1
    for _ in range(n): a,b=b,a+b
    return a
print(fib(100))
x=10
def sh():
    x=5
    return x
sh(); print(x)
def gl():
    global x, newg
    x=20; newg=1
gl(); print(x,newg)
