import threading

lock = threading.Lock()
with lock:
    x = 1


def one():
    with lock:
        pass


def named(path):
    with open(path) as f:
        return f.read()


def several(a, b):
    with a as x, b as (y, z):
        x += 1
        return x, y, z


def nested(a, b):
    with a:
        with b:
            print(a)
        print(b)
    print("after")


def leaving(items):
    for item in items:
        with item as value:
            if value == 1:
                continue
            if value == 2:
                break
            if value == 3:
                return value
            if value == 4:
                raise ValueError(value)
            print(value)


def with_try(cond):
    with cond:
        try:
            while not cond.ready:
                cond.wait()
        except RuntimeError as e:
            return e
        finally:
            cond.notify_all()


def in_while():
    while True:
        with lock:
            if done:
                return
            count = 1


def in_generator(a):
    with a:
        yield 1
    yield 2


def targets(o, a):
    with a as o.field, a as o[0]:
        pass
