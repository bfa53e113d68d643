# `__eq__` of the program inside list methods.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 1 True True | 1
class K:
    def __init__(self,a): self.a=a
    def __eq__(self,o): return isinstance(o,K) and self.a==o.a
l=[K(1),K(2)]
print(l.index(K(2)), l.count(K(1)), (K(1),)==(K(1),), {"a":K(1)}=={"a":K(1)})
l.remove(K(1)); print(len(l))
