"""Annotations that are strings."""
from __future__ import annotations, division

import threading
from typing import TYPE_CHECKING, Callable, Optional

if TYPE_CHECKING:
    from collections.abc import Iterator

total: int = 0
seats: dict[str, int] = {}
limit: Optional[int]
mixed: "int" | None = None
seats["a"]: int = 1
seats["b"]: dict[str, int]
(taken): list[int]
threading.count: int = 1


def every(a: int, /, b: str | None, *rest: float, c: 'bool' = True, **more: list[int]) -> dict[str, tuple[int, ...]]:
    count: int = 0
    other: Callable[[int, "x"], None]
    a.count: int = 3
    a.rest: int
    return count


def work(f: Callable[..., int], t: tuple[()], u: tuple[int,]) -> Iterator[int]:
    def inside(near: total) -> count:
        local: near
        return near

    return inside


class Account:
    balance: int = 0
    __owner: str
    if total:
        late: int | None = 3
    (aside): int = 4

    def transfer(self, other: Account, __amount: balance) -> Account:
        self.seats: list[Account] = []
        return __class__

    def quiet(self):
        return super().quiet()


def texts(
    a: x.y.z, b: f(1, "two", key=3, *rest, **more), c: -1, d: not x, e: (1 + 2) * 3, f: 1 + 2 * 3,
    g: 2 ** 3 ** 4, h: (2 ** 3) ** 4, i: (a, b), j: [a, (b,)], k: -x ** 2, l: 1.5, m: 1e999, n: ~-x, o: (a | b) | c,
    p: a | (b | c), q: a[b][c, d], r: a[(b, c)], s: None, t: True, u: ..., v: 3 .real, w: 'it\'s', x: a & b ^ c,
    y: (a << b) >> c, z: a // b % c @ d / e,
): ...
