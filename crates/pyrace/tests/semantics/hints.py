import collections
import collections.abc
import itertools
import queue
import threading
import typing
from collections import deque, defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import (
    Any, Callable, ClassVar, Dict, Final, Generator, Iterable, Iterator, List, Literal, Mapping, NoReturn, Optional,
    Sequence, Set, Tuple, Type, TypeVar, Union, cast, TYPE_CHECKING,
)
import collections.abc as abstract

if TYPE_CHECKING:
    from nowhere import Nothing
    import nowhere.at.all as missing
    print("never")
print(TYPE_CHECKING, typing.TYPE_CHECKING)

T = TypeVar("T")
Number = TypeVar("Number", int, float)
Limited = TypeVar("Limited", bound="int")


class Account:
    pass


class Failure(Exception):
    pass


def function():
    pass


def result(make):
    try:
        make()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "fine"


def attempt(what, *all):
    print(what + ":", "; ".join([result(make) for make in all]))


def classes():
    return [
        ("object", object), ("type", type), ("int", int), ("bool", bool), ("float", float), ("str", str),
        ("tuple", tuple), ("list", list), ("dict", dict), ("set", set), ("frozenset", frozenset), ("range", range),
        ("slice", slice), ("enumerate", enumerate), ("zip", zip), ("map", map), ("filter", filter),
        ("reversed", reversed), ("property", property), ("staticmethod", staticmethod), ("classmethod", classmethod),
        ("Exception", Exception), ("KeyError", KeyError), ("deque", deque), ("defaultdict", defaultdict),
        ("Counter", collections.Counter), ("OrderedDict", collections.OrderedDict), ("count", itertools.count),
        ("cycle", itertools.cycle), ("chain", itertools.chain), ("islice", itertools.islice),
        ("repeat", itertools.repeat), ("Thread", threading.Thread), ("Lock", threading.Lock),
        ("RLock", threading.RLock), ("Condition", threading.Condition), ("Semaphore", threading.Semaphore),
        ("Event", threading.Event), ("Barrier", threading.Barrier), ("local", threading.local),
        ("Queue", queue.Queue), ("LifoQueue", queue.LifoQueue), ("PriorityQueue", queue.PriorityQueue),
        ("SimpleQueue", queue.SimpleQueue), ("Empty", queue.Empty), ("Future", Future),
        ("ThreadPoolExecutor", ThreadPoolExecutor), ("Account", Account), ("Failure", Failure),
        ("None", None), ("text", "Account"), ("number", 3), ("dots", ...), ("function", function),
        ("len", len), ("instance", Account()),
    ]


for name, value in classes():
    attempt(name, lambda: value | None, lambda: None | value, lambda: value | int, lambda: Account | value)
    if name != "text":
        attempt("of int", lambda: value[int], lambda: value[int, str])
    if name not in ("number", "dots", "instance"):
        attempt("part", lambda: Optional[value], lambda: Dict[str, value], lambda: Callable[[value, int], value])

try:
    from typing import Self, Never
    print("new", hasattr(typing, "Never"))
except ImportError:
    print("old", hasattr(typing, "Never"))

attempt("bytes | None", lambda: bytes | None)
attempt("bytes[int]", lambda: Optional[bytes])
attempt("complex", lambda: List[complex])

hints = [
    ("Any", Any), ("NoReturn", NoReturn), ("List", List), ("Dict", Dict), ("Tuple", Tuple), ("Set", Set),
    ("Type", Type), ("Callable", Callable), ("Iterable", Iterable), ("Iterator", Iterator), ("Sequence", Sequence),
    ("Mapping", Mapping), ("Generator", Generator), ("Deque", typing.Deque), ("DefaultDict", typing.DefaultDict),
    ("Hashable", typing.Hashable), ("T", T), ("List[int]", List[int]), ("Optional[int]", Optional[int]),
    ("Union", Union[int, str]), ("Callable[]", Callable[[int], str]), ("Callable[...]", Callable[..., None]),
    ("Literal", Literal["a", 1, True]), ("Tuple[]", Tuple[int, ...]), ("abstract Iterator", abstract.Iterator),
    ("abstract Callable", abstract.Callable), ("abstract Mapping", collections.abc.Mapping),
    ("abstract Sized", abstract.Sized), ("Text", typing.Text), ("Dict[]", Dict[str, List["Account"]]),
    ("Generator[]", Generator[int, None, None]),
]
for name, hint in hints:
    attempt(name, lambda: hint | None, lambda: None | hint, lambda: Account | hint, lambda: hint | int)
    attempt("part", lambda: Optional[hint], lambda: List[hint], lambda: Callable[[hint], hint])

attempt("abstract", lambda: abstract.Iterator[int])
attempt("abstract", lambda: abstract.Callable[[int], str])
attempt("abstract", lambda: abstract.Callable[..., str])
attempt("abstract", lambda: abstract.Mapping[str, int])
attempt("nested", lambda: dict[str, list[tuple[int, ...]]])
attempt("nested", lambda: list[dict[str, int]] | None)
attempt("nested", lambda: Optional[list[int]])
attempt("nested", lambda: Callable[[list[int]], None])
attempt("nested", lambda: Dict[str, Optional["queue.Queue[int]"]])
attempt("queue", lambda: queue.Queue[int] | None)
attempt("three", lambda: int | str | None)
attempt("three", lambda: None | int | Account)
attempt("final", lambda: Final[int])
attempt("final", lambda: ClassVar[Dict[str, int]])
attempt("final", lambda: ClassVar["int"])
attempt("tuple", lambda: Tuple[()])
attempt("called", lambda: list[int]([1, 2]).append(3))
attempt("called", lambda: print(dict[str, int](a=1), deque[int]([1]), queue.Queue[int](3).maxsize == 3))
print(cast(int, "text"), cast("Account", 3), cast(Optional[int], None), typing.cast(typ=int, val=[1]))


@typing.final
class Last:
    limit: ClassVar[int] = 3
    names: "List[str]"
    more: "nowhere.Thing" = 4

    def __init__(self, start: "int" = 1, *rest: "str", key: "Optional[int]" = None, **others: "Any") -> None:
        self.start: int = start
        self.key: unknown = key
        self.rest: "tuple"

    def grow(self, by: int) -> "Last":
        size: nowhere.Size = self.start
        size += by
        self.start = size
        return self


print(Last(3).grow(4).start, Last.limit, Last.more, hasattr(Last, "names"), hasattr(Last(), "rest"), Last(key=3).key)


def unknown_in_signature():
    def inner(value: Unknown) -> None:
        print("inner", value)

    inner(3)


def unknown_result():
    def inner(value) -> Unknown.Deep:
        print("inner", value)

    inner(3)


def unknown_in_class():
    class Inner:
        value: Unknown = 3

    print(Inner.value)


def unknown_attribute():
    class Inner:
        pass

    inner = Inner()
    inner.value: Unknown = 4
    print(inner.value)
    inner.other.deep: int


def local_only():
    value: int
    print(value)


def local_global():
    total: Unknown = 3
    print(total)


def default_first(log):
    def inner(value: log.append("annotation") = log.append("default")) -> log.append("result"):
        pass


log = []
attempt("signature", unknown_in_signature)
attempt("result", unknown_result)
attempt("class", unknown_in_class)
attempt("attribute", unknown_attribute)
attempt("local", local_only)
attempt("total", local_global)
attempt("order", lambda: default_first(log))
print(log)

try:
    here: Unknown = 5
except NameError as error:
    print("NameError", error)
print(here)
try:
    log[0]: Unknown = 6
except NameError as error:
    print("NameError", error)
print(log[0])
try:
    log[9]: int
    (there): Unknown
except (NameError, IndexError) as error:
    print("NameError", error)
counts: "dict[str, int]" = {"a": 1}
counts["b"]: int = 2
print(counts)
lazy: print("evaluated") = print("assigned")
