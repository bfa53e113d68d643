"""A module with a docstring."""
import threading
import time as clock
from collections import deque, OrderedDict as ordered
from queue import (
    Queue,
    Empty,
)
import concurrent.futures
import concurrent.futures as futures
from concurrent.futures import ThreadPoolExecutor
import itertools, functools

total = 0
first, *rest = range(4)
(a, b), [c, d] = (1, 2), (3, 4)
x = y = z = []


def add(amount):
    "A docstring."
    global total
    total += amount
    del amount
    return total


def outer(p, q=2):
    local = p
    cell = q

    def middle():
        nonlocal cell
        cell += 1

        def inner():
            return cell, local, total

        return inner

    cell -= 1
    del cell
    return middle


def maybe(flag):
    if flag:
        value = 1
    print(value)
    del value
    return value


def many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r):
    a, b = b, a
    a, b, c = c, b, a
    q, r = r, q
    p = q = r
    return p, q, r, a


__private = 1
lambda: __private
