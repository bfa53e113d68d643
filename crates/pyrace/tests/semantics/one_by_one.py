from collections import deque, Counter
def some():
    yield 1
    yield 2
    raise ValueError("in the middle")
s = set(); q = deque(); left = deque(); items = []; c = Counter()
for fill in (s.update, q.extend, left.extendleft, items.extend, c.update):
    try: fill(some())
    except ValueError as e: print(e)
print(s, q, left, items, c)
c.subtract(x for x in [1, 1, 5]); print(c)
def pairs():
    yield 1, 2
    yield 3, 4
    yield 5
d = {}
try: d.update(pairs())
except TypeError as e: print(e, d)
d = {}
d.update((k, v) for k, v in zip("ab", [1, 2])); d.update(((k, 0) for k in "b"), z=1); print(d)
for change in ("difference_update", "intersection_update", "symmetric_difference_update", "update"):
    t = {1, 2, 3}
    try: getattr(t, change)(some())
    except ValueError: print(change, t)
t = {1, 2, 3}; t.difference_update([1], ) ; t.difference_update(x for x in [2]); print(t, t.union(x for x in [7, 8]), {1, 2, 3}.difference(x for x in [2]))
items = [1]
try: items[1:] = some()
except ValueError: print(items)
try: items += some()
except ValueError: print(items)
try: q += some()
except ValueError: print(q)
q = deque(maxlen=2); q.extend(x for x in range(5)); print(q)
s = {5, 1}; s.discard(5); s.add(13); s.add(3); print(s)
s = {1, 2}; s.discard(1); s.update([1, 3]); print(s)
s = {8, 16, 24}; s.remove(16); s.add(32); s.remove(8); s.add(40); s |= {48, 1}; print(s, sorted(s))
for n in range(20):
    s.add(n * 8); s.discard(n * 7)
print(s)
s = set(range(5)); s -= {0, 2}; s ^= {10, 3}; s.add(18); s.add(2); print(s, s - {1}, s & {4, 18}, s | {0})
