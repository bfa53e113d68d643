"""Annotations everywhere."""
import threading
import typing
from collections.abc import Callable
from queue import Queue
from typing import Dict, List, Optional

total: int = 0
seats: "dict[str, int]" = {}
limit: Optional[int]
jobs: "Queue[int]" = Queue()
(free): int = 3
(taken): List[int]
seats["a"]: int = 1
seats["b"]: Dict[str, int]
seats["c", 2]: int
seats["c", 1:2]: int
threading.count: int = 1
threading.rest: int


def plain(first, second: int, *, third: str = "x") -> None:
    pass


def every(a: int, /, b: str, *rest: float, c: "bool" = True, **more: List[int]) -> Dict[str, int]:
    count: int = 0
    other: List[str]
    a.count: int = 3
    a.rest: int
    a[count]: int = 3
    a[count]: str
    a[count:1]: str
    (count): int = 4
    return count


def default(item: int = 3, *, key: int = 4, other=5) -> "int":
    return item


def result() -> None:
    return None


@typing.no_type_check
def decorated(value: "Optional[int]" = None) -> Callable[[int], str]:
    def inside(deep: Optional[value], *, other: typing.Any = value) -> value:
        near: value = deep
        return near

    return inside


class Account:
    """Holds money."""

    balance: int = 0
    __owner: str
    lock: threading.Lock = threading.Lock()
    if total:
        late: int = 3
        for _ in range(2):
            later: str
    else:
        never: "Account"
    (aside): int = 4
    lock.name: str

    def __init__(self, start: int, __hidden: str = "x") -> None:
        self.balance: int = start
        self.__owner: str
        self.seats: List["Account"] = []

    def transfer(self, other: "Account", amount: balance) -> "Account":
        return __class__

    def quiet(self):
        return super().quiet()


class Empty:
    x: int


class Methods:
    def one(self, x: int): ...


class Nested:
    class Inner:
        limit: int = 1
        if total:
            more: int

        def grow(self, by: "limit") -> limit:
            return by

    inner: Inner
    if limit:
        maybe: Inner = Inner()


def local_class(kind: type, size: int):
    class Local:
        size: kind
        kind: int

        def use(self, a: kind, b: size, c: total) -> List[kind]:
            def deep(x: kind):
                return size

            return deep

    return Local


def local_annotation(kind):
    def use(a: kind) -> kind:
        local: kind
        other: List[local] = a
        return other

    return use


if total:
    here: int = 1
elif limit:
    there: int
while total:
    inside: int = 2
for step in range(3):
    each: str = "a"
try:
    tried: int = 1
except ValueError as error:
    caught: str = str(error)
else:
    fine: bool
finally:
    last: Optional[str] = None
with threading.Lock():
    held: int = 1
big: int = 1 + 2
folded: "a" "b" = 3
weird: (1 + 2, -3) = 3
comprehended: [x for x in (1, 2)] = 3
lazy: (lambda: total) = 3


def odd(a: [x for x in (1, 2)], b: (lambda y: y + total), c: 1 + 2) -> {"a": total}:
    pass


class Odd:
    size = 3
    a: [x for x in (size, 2)] = 1
    b: (lambda y: y + size) = 2

    def use(self, a: [x + total for x in (size, 2)], b: (lambda y: y + size), c: {k for k in "ab"}):
        pass


class Generic(List[int], metaclass=type):
    item: int


work = lambda: total
alias = Optional[int]
