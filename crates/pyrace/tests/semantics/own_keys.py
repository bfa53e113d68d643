from collections import deque, Counter
class P:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __hash__(self): return hash(self.n)
    def __repr__(self): return "P" + str(self.n)
    def __lt__(self, o): return self.n < o.n
q = deque([P(1), P(2), P(1)]); print(q.index(P(2)), q.count(P(1)), P(2) in q, q == deque([P(1), P(2), P(1)])); q.remove(P(1)); print(q)
for act in (lambda: deque([1]).remove(9), lambda: q.rotate("a"), lambda: deque([1, 2, 1]).index(1, 1), lambda: deque([1, 2, 1]).index(1, 1, 2)):
    try: print(act())
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
print({P(1), P(1)}, {P(1)} == {P(1)}, {P(1)} == {P(2)}, {P(1)} | {P(1)}, {P(1)} & {P(1)}, {P(1)} - {P(1)}, {P(1)} ^ {P(2)}, P(1) in {P(1)}, [P(1)].index(P(1)))
d = {}; d[P(1)] = 1; d[P(1)] += 1; d.setdefault(P(1), 9); print(d, d.get(P(1)), d == {P(1): 2}, d.pop(P(1)), d)
c = Counter(); c[P(1)] += 1; c[P(1)] += 1; print(c)
print("%s and %r" % (P(1), P(2)), "%s" % P(3), f"{P(1)}", sorted([P(2), P(1)]), min(P(2), P(1)))
class Grown:
    def __init__(self): self.in_it = deque([self])
    def __eq__(self, o):
        self.in_it.append(o)
        return False
for act in (lambda g: g.in_it.remove(1), lambda g: g.in_it.index(1), lambda g: g.in_it.count(1), lambda g: 1 in g.in_it):
    try: print(act(Grown()))
    except (IndexError, RuntimeError) as e: print(type(e).__name__, e)
def f(a, /, b, *, c=1): return a, b, c
for act in (lambda: f(1, 2), lambda: f(a=1, b=2), lambda: f(1, b=2, c=3), lambda: f(1, d=2), lambda: 1 in 5, lambda: [] in None):
    try: print(act())
    except TypeError as e: print(e)
