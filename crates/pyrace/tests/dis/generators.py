def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def two_way():
    received = yield
    while received:
        received = yield received * 2
    return received


def guarded():
    try:
        yield 1
    except GeneratorExit:
        yield 2
    finally:
        print("closed")


def lazy(rows):
    pairs = ((a, b) for a in rows for b in a if a if b)
    nested = (x for x in (y for y in rows))
    return sum(x * x for x in rows), pairs, nested, next(pairs)


def closure(limit):
    return (x for x in range(limit) if x < limit)


def argument(x):
    yield x

    def inner():
        return x

    yield inner


lambda: (yield)
