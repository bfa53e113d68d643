class A:
    def __eq__(self, o): return "A.eq"
    def __lt__(self, o): return "A.lt"
    def __gt__(self, o): return "A.gt"
    def __add__(self, o): return "A.add"
    def __radd__(self, o): return "A.radd"
class B(A):
    def __eq__(self, o): return "B.eq"
    def __gt__(self, o): return "B.gt"
    def __radd__(self, o): return "B.radd"
class C(A): pass
print(A() == B(), A() < B(), A() + B(), B() + A(), B() == A(), A() == C(), A() + C(), A() < C(), C() + A(), 1 + B(), 1 < B(), B() < 1, 1 == A())
class N:
    def __ne__(self, o): return "N.ne"
class E:
    def __eq__(self, o): return "E.eq"
n = N(); e = E(); print(n != n, n != 1, 1 != n, n == n, e != e, n != N(), e != 1)
class Pass:
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return NotImplemented
    def __hash__(self): return 1
a = Pass(); b = Pass(); print(a == b, a == a, a != b, a == 1, a in [a], a in [b], len({a, b}))
for act in (lambda: a < b, lambda: a + b, lambda: a + 1, lambda: 1 + a, lambda: a > 1, lambda: 1 in a, lambda: iter(a), lambda: a - b, lambda: -a):
    try: print(act())
    except TypeError as error: print(error)
from collections import Counter
c = Counter(a=1); c.update({"a": 2, "b": 3}); c.update(b=1); c.update(["a"], z=5); c.subtract("ab"); c.subtract({"a": 5}, z=1); print(c, c.update(), Counter(c) == c)
d = Counter(); d.update({"x": "y"}); print(d)
