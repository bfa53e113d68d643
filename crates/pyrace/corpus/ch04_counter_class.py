# A collections.Counter is a dict: `+=` on its item. (ch 4)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 1 [('x', 1)] / 2 [('x', 2)]
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 2 [('x', 2)]
import threading
from collections import Counter
votes = Counter()
def work(name):
    votes[name] += 1
a = threading.Thread(target=work, args=("x",))
b = threading.Thread(target=work, args=("x",))
a.start(); b.start()
a.join(); b.join()
print(votes["x"], votes.most_common(1))
