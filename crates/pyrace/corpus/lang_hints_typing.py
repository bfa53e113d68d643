# Tasks with types: aliases, a type variable, a cast, and a queue with a parameter.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {'a': 3} 7 None
import queue
import threading
import typing
from collections import deque
from collections.abc import Sequence
from typing import Callable, Dict, Final, Iterable, Iterator, Literal, Optional, TypeVar, cast
T = TypeVar("T")
Task = Callable[[], int]
Mode = Literal["fast", "slow"]
LIMIT: Final = 2
tasks: "queue.Queue[Optional[Task]]" = queue.Queue()
results: Dict[str, int] = {}
def first(items: Iterable[T], default: Optional[T] = None) -> Optional[T]:
    for item in items:
        return item
    return default
def numbers(stop: int) -> Iterator[int]:
    for n in range(stop):
        yield n
def worker(name: str, mode: Mode = "fast") -> None:
    while True:
        task = tasks.get()
        if task is None:
            return
        value: int = cast(Task, task)()
        results[name] = results.get(name, 0) + value
def make(n: int) -> Task:
    return lambda: n
@typing.final
class Pool:
    size: int = LIMIT
    threads: "deque[threading.Thread]"
    def __init__(self, names: "Sequence[str]") -> None:
        self.threads: "deque[threading.Thread]" = deque()
        for name in names:
            self.threads.append(threading.Thread(target=worker, args=(name,)))
pool = Pool("a")
for t in pool.threads:
    t.start()
for n in numbers(3):
    tasks.put(make(n))
tasks.put(None)
for t in pool.threads:
    t.join()
print(results, first([7, 8]), first([]))
