# Properties, keys with their own hash.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 6 | neg | 2 1 False None 2 {} | 2 True | 2 | 1 [(1, 'a')] | {} | 0 True True True
class Temp:
    def __init__(self): self._v=0
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x):
        if x<0: raise ValueError("neg")
        self._v=x
t=Temp(); t.v=5; t.v+=1; print(t.v)
try: t.v=-1
except ValueError as e: print(e)
class Key:
    def __init__(self,a): self.a=a
    def __hash__(self): return hash(self.a)
    def __eq__(self,o): return self.a==o.a
d={Key("x"):1}; d[Key("x")]=2; print(d[Key("x")], len(d), Key("y") in d, d.get(Key("z")), d.pop(Key("x")), d)
s={Key(1),Key(2),Key(1)}; print(len(s), Key(1) in s); s.add(Key(3)); s.discard(Key(1)); print(len(s))
d.setdefault(Key((1,"a")),[]).append(1); print(len(d), [k.a for k in d]); del d[Key((1,"a"))]; print(d)
print([Key(1)].index(Key(1)) if False else 0, Key(1)!=Key(2), [Key(1)]==[Key(1)], Key(1) in [Key(2),Key(1)])
