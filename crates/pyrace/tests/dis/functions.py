import functools


def defaults(a, b=1, *args, c, d=2, **kwargs):
    return a, b, args, c, d, kwargs


def positional_only(a, b=[], /, c=(), *, d=None):
    return a


def closure_defaults():
    base = 1

    def inner(x=base, *, y=base):
        return x + y + base

    return inner


add = lambda x, y=1: x + y
nothing = lambda: None
nested = lambda x: lambda y: x + y
multi = lambda *a, **k: (
    a,
    k,
)


@functools.wraps
def decorated():
    pass


@functools.lru_cache(maxsize=None)
@functools.wraps(
    add
)
def twice(n):
    return n


def param_cell(a, b):
    def get():
        return a

    def put(v):
        nonlocal b
        b = v

    return get, put


def empty():
    ...


def doc_only():
    """Only a docstring,

        with indentation.
    """


def recursive(n):
    return n if n < 2 else recursive(n - 1) + recursive(n - 2)


def one_line(): return 1
def two(): a = 1; b = 2; return a, b
def local_class():
    value = 1

    class Local:
        attribute = value

        def method(self):
            return value

    return Local
