# Decorators.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: call add | 6 w | call m | mm
@staticmethod
def deco(f): return f
def twice(f):
    def w(*a, **k):
        print("call", f.__name__)
        return f(*a, **k)*2
    return w
@twice
def add(a, b): return a+b
print(add(1, b=2), add.__name__)
class K:
    @twice
    def m(self): return "m"
print(K().m())
