# After the import of `annotations` every annotation is a string, whatever it means.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2]
from __future__ import annotations
import threading
from queue import Queue
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Iterator
    from accounts import Account
orders: Queue[int | None] = Queue(maxsize=1)
served: dict[str, list[int]] | None = None
class Shop:
    names: list[Account] = []
    def __init__(self, orders: Queue[int | None]) -> None:
        self.orders: Queue[int | None] = orders
        self.got: list[int] = []
    def serve(self) -> Iterator[int]:
        while (order := self.orders.get()) is not None:
            yield order
    def run(self) -> None:
        for order in self.serve():
            self.got.append(order)
shop: Shop = Shop(orders)
worker = threading.Thread(target=shop.run)
worker.start()
for order in (1, 2, None):
    orders.put(order)
worker.join()
print(shop.got)
