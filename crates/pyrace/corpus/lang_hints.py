# Annotations of variables, parameters and attributes change nothing: two threads lose an update.
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 / 2 / 3
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 3
import threading
from typing import Any, Callable, ClassVar, Dict, List, Optional, Tuple, Union
total: int = 0
seats: Dict[str, List[int]] = {}
limit: Optional[int]
class Account:
    made: ClassVar[int] = 0
    owner: str
    history: "List[Tuple[str, int]]"
    def __init__(self, owner: str, start: int = 0, *notes: str, **more: Any) -> None:
        self.owner: str = owner
        self.balance: Union[int, float] = start
        self.history: "List[Tuple[str, int]]" = []
    def deposit(self, amount: int) -> "Account":
        new: int = self.balance + amount
        self.balance = new
        return self
account: Account = Account("Ada")
def work(amount: int, then: Callable[[int], None] = print) -> None:
    global total
    account.deposit(amount)
    seats["a"]: List[int] = [amount]
threads: List[threading.Thread] = [threading.Thread(target=work, args=(n,)) for n in (1, 2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(account.balance)
