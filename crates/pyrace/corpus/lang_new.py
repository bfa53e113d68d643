# `__new__`: another object than one of the class, inherited, with arguments; `super` in class methods.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 8 | (1, 2) {'size': 3} 5 Counted | TypeError object.__new__() takes exactly one argument (the type to instantiate) | TypeError __init__() should return None, not 'int' | LookupError no object | derived 0 6
class Double:
    def __new__(cls, x):
        return x * 2
    def __init__(self, x):
        print("never")
print(Double(4))
class Made:
    def __new__(cls, *parts, **options):
        self = object.__new__(cls)
        self.parts, self.options = parts, options
        return self
class Counted(Made):
    def __init__(self, *parts, size=0):
        self.count = len(parts) + size
counted = Counted(1, 2, size=3)
print(counted.parts, counted.options, counted.count, type(counted).__name__)
class TooMany:
    def __new__(cls, x):
        return super().__new__(cls, x)
class Answers:
    def __new__(cls):
        return super().__new__(cls)
    def __init__(self):
        return 5
class Fails:
    def __new__(cls):
        raise LookupError("no object")
for make in (lambda: TooMany(1), Answers, Fails):
    try:
        make()
    except (TypeError, LookupError) as error:
        print(type(error).__name__, error)
class Base:
    made = 0
    @classmethod
    def create(cls, n):
        cls.made += n
        return cls()
    @staticmethod
    def twice(n):
        return 2 * n
class Derived(Base):
    @classmethod
    def create(cls, n):
        created = super().create(super().twice(n))
        created.tag = "derived"
        return created
print(Derived.create(3).tag, Base.made, Derived.made)
