def chain(a, b, c):
    if a:
        pass
    elif b and c or not a:
        return 1
    elif not (a or b):
        return 2
    else:
        a = b
    if a and b:
        if c:
            return c
    return a if b else c


def logic(a, b, c, d):
    x = a and b or c
    y = (a or b) and (c or d)
    z = not (a and b)
    if (a or b) and not (c and d):
        x = 1
    while not (a and b):
        a = a or b
    return x or y or z, a if not b else c if d else None


def constant_tests(a):
    if True:
        a = 1
    if False:
        a = 2
    elif a:
        a = 3
    else:
        a = 4
    if 0 or a:
        a = 5
    if 1 and a:
        a = 6
    if not False:
        a = 7
    while 0:
        a = 8
    if "":
        return
    if a is None:
        return a
    if not a is None:
        return 2
    assert a
    assert a == 1, "message"
    assert not a, f"{a}"
    assert (a and a) or a
    return 1 if True else 2


def early(a):
    return a
    print("never")


def falls_off(a):
    if a:
        return
    else:
        raise ValueError


def walrus(data):
    if (n := len(data)) > 3:
        return n
    while (item := data.pop()) is not None and item:
        print(item, last := item)
    return [y := 1, y ** 2]
