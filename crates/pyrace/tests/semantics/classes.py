class Account:
    total = 0
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        Account.total += 1
    def deposit(self, amount):
        self.balance += amount
        return self
    @property
    def rich(self):
        return self.balance > 100
    @rich.setter
    def rich(self, value):
        self.balance = 1000 if value else 0
    @staticmethod
    def bank():
        return "bank"
    @classmethod
    def make(cls, owner):
        return cls(owner, 5)
    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"
    def __eq__(self, other):
        return isinstance(other, Account) and self.owner == other.owner
    def __hash__(self):
        return hash(len(self.owner))
    def __lt__(self, other):
        return self.balance < other.balance
    def __add__(self, other):
        return Account(self.owner + other.owner, self.balance + other.balance)
    def __len__(self):
        return self.balance
    def __bool__(self):
        return True
    def __contains__(self, item):
        return item in self.owner
    def __getitem__(self, i):
        return self.owner[i]
    def __call__(self, x):
        return x * 2
    def __iter__(self):
        return iter(self.owner)
class Savings(Account):
    def __init__(self, owner):
        super().__init__(owner, 50)
        self.rate = 2
    def deposit(self, amount):
        super().deposit(amount * self.rate)
        return self
a = Account("ann"); b = Account.make("bob"); s = Savings("sue")
print(a.deposit(10).balance, b, s.deposit(5), Account.total, a.rich, Account.bank(), s.bank(), a == Account("ann"), a != b, a < b)
a.rich = True; print(a.balance, a.rich, a + b, len(b), bool(b), "n" in a, a[0], a(21), list(a), [x for x in b], isinstance(s, Account), issubclass(Savings, Account))
d = {a: 1}; d[Account("ann")] = 2; d[b] = 3; print(d, a in d, Account("zzz") in d, d.get(b), len({b}) if False else len(d), d.pop(a), len(d))
st = set(); st.add(a); st.add(Account("ann")); st.add(b); print(len(st), a in st, Account("bob") in st); st.discard(Account("ann")); print(len(st))
print(str(a), [a, b], {"k": a}, f"{a} {b!r}", type(a).__name__, hasattr(a, "owner"), getattr(a, "nope", "dflt"), Savings.__name__)
setattr(a, "color", "red"); print(a.color); del a.color
for i in range(5):
    try:
        if i == 0: a.color
        if i == 1: Account()
        if i == 2: a.nothing()
        if i == 3: a + 1
        if i == 4: None.x
    except (AttributeError, TypeError) as e:
        print(i, type(e).__name__, e)
class Ctx:
    def __init__(self, swallow):
        self.swallow = swallow
    def __enter__(self):
        print("enter")
        return "value"
    def __exit__(self, kind, value, tb):
        print("exit", kind.__name__ if kind else None, value)
        return self.swallow
with Ctx(False) as v:
    print(v)
with Ctx(True):
    raise ValueError("swallowed")
try:
    with Ctx(False), Ctx(False):
        raise KeyError("k")
except KeyError as e:
    print("caught", e, repr(e), e.args)
class MyError(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
class Sub(MyError):
    pass
try:
    raise Sub(7)
except (TypeError, MyError) as e:
    print(e, e.code, type(e).__name__, isinstance(e, Exception), e.args)
def f():
    try:
        return "try"
    finally:
        print("finally")
def g():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
            print("body", i)
        finally:
            print("fin", i)
    else:
        print("no break")
    return "end"
print(f(), g())
def h():
    try:
        try:
            raise ValueError("inner")
        except ValueError as e:
            raise RuntimeError("outer") from e
    except RuntimeError as e:
        return e, e.__cause__
print(h())
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ArithmeticError as e:
    print("re", e)
try:
    assert 1 == 2, "msg"
except AssertionError as e:
    print("assert", e)
else:
    print("never")
while True:
    try:
        pass
    except Exception:
        pass
    else:
        print("else")
        break
for i in range(2):
    pass
else:
    print("for else")
class P:
    def __init__(self, x): self.x = x
    def __iadd__(self, o): self.x += o; return self
    def __radd__(self, o): return o + self.x
    def __getattr__(self, name): return "dyn " + name
    def __setitem__(self, k, v): self.x = (k, v)
    def __delitem__(self, k): self.x = None
    def __neg__(self): return -self.x
p = P(1); q = p; p += 5; print(p.x, q is p, 10 + p, sum([p]), p.foo, -p); p["k"] = 3; print(p.x); del p["k"]; print(p.x)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), sum(It()), [x for x in It()], max(It()), 2 in It())
