# Exception classes of the program.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: E('a', 'b') ('a', 'b') ('a', 'b') | code 5 5 <class '__main__.F'> | G! G(1) | 5 H(5) (5,) 5
class E(Exception): pass
try: raise E("a","b")
except E as e: print(repr(e),str(e),e.args)
class F(E):
    def __init__(self,code):
        super().__init__(f"code {code}")
        self.code=code
try: raise F(5)
except E as e: print(e, e.code, type(e))
class G(Exception):
    def __str__(self): return "G!"
try: raise G(1)
except G as g: print(g, repr(g))
class H(Exception):
    def __init__(self,code): self.code=code
try: raise H(5)
except H as h: print(h, repr(h), h.args, h.code)
