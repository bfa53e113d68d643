# Iterators that are used up.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: deque mutated during iteration | [1, 2, 3, 4, 5] | 1 [2, 3] None | [1, 2]
from collections import deque
q=deque([1,2])
try:
    for x in q: q.append(x)
except RuntimeError as e: print(e)
l=[1]
for x in l:
    if len(l)<5: l.append(x+1)
print(l)
it=iter([1,2,3])
print(next(it), list(it), next(it,None))
print(list(iter(lambda c=iter([1,2,0]): next(c), 0)))
