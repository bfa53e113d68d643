import threading


def plain(f, a, b):
    f()
    f(a)
    f(a, b)
    f(a, key=b)
    f(a, b, key=1, other=2)
    f(*a)
    f(a, *b)
    f(*a, b)
    f(**a)
    f(a, **b)
    f(a, *b, key=1, **a)
    f(a, key=1, **a, **b)
    f(x for x in a)
    f((x for x in a), 1)
    return f(f(f))


def methods(o, a):
    o.m()
    o.m(a).n(a, a)
    o.m(a, key=a)
    o.m(*a)
    o.a.b.c(1)
    (o.m
        .n(a)
        .p())
    o.m(
        a,
        a,
    )
    super().m()
    "".join(a)
    [].append(1)
    threading.Thread(
        target=o,
        args=(a, 1),
        daemon=True,
    ).start()
    return len(a), print(a, end="")


def any_all(a):
    return (
        any(x for x in a),
        all(x > 1 for x in a),
        tuple(x for x in a),
        list(x for x in a),
        set(x for x in a),
        sum(x for x in a),
    )


def many(f):
    f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
    f(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8, i=9, j=10, k=11, l=12, m=13, n=14, o=15, p=16)
    f(
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31, 32,
    )
    f.g(
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31, 32,
    )


print("%s" % 1, "%s and %r" % (a, b), "%d" % n, "%5.2f%%" % x, "%s" % (a,))
