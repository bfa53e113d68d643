class Empty:
    pass


class Counter:
    """Counts."""

    start = 0
    names = []

    def __init__(self, value=start):
        self.value = value
        self.__hidden = 1
        self.a, self.b = 1, 2

    def increment(self):
        self.value += 1
        return self.__hidden

    @property
    def doubled(self):
        return self.value * 2

    @doubled.setter
    def doubled(self, value):
        self.value = value // 2

    @staticmethod
    def static(a):
        return a

    @classmethod
    def create(cls, *args):
        return cls(*args)


class Derived(Counter, metaclass=type):
    extra = Counter.start + 1
    if extra:
        flag = True
    for i in range(2):
        last = i
    squares = [i * i for i in range(3)]

    def increment(self):
        super().increment()
        x = super().value
        return super(Derived, self).increment()

    def who(self):
        return __class__


class WithArguments(*[Counter], **{}):
    def method(self):
        class Inner:
            y = self

            def deep(self):
                return __class__, self

        return Inner


def make(base):
    x = 1

    @functools.total_ordering
    class Made(base):
        x = x
        y = base
        z = lambda self: x

        def get(self):
            return x

    return Made


class Annotated:
    global shared
    shared = 1
    del shared
