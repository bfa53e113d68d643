"""The program in which switch points are measured: one of each kind of instruction."""
import threading


class Box:
    def __init__(self):
        self.value = 0


n = 0
nothing = None
items = [3, 1, 2]
table = {"a": 1}
box = Box()
lock = threading.Lock()


def same(value):
    return value


def pair():
    yield 1
    yield 2


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    return step


step = counter()


def work():
    global n
    n += 1
    table["a"] += 1
    box.value = box.value + 1
    items.sort()
    size = len(items)
    local = same(n)
    step()
    with lock:
        n -= 1
    if "b" not in table:
        n = local
    if nothing is None:
        n = size
    if n == 5:
        n += 1
    for item in items:
        n = item
    for item in pair():
        n = item
    while n < 4:
        n += 1
    table["b"] = [n, size]
    first, second = table["b"]
    del table["b"]
    text = f"{first} of {second}"
    doubled = [item + item for item in items]
    try:
        table["c"]
    except KeyError:
        n = 0
    return text, doubled


work()
