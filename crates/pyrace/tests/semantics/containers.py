l = [3, 1, 2]
l.append(4); l.insert(0, 9); l.extend([7, 8]); l += (5,)
print(l, l.pop(), l.pop(0), l.index(2), l.count(1), len(l))
l.remove(1); l.reverse(); print(l); l.sort(); print(l); l.sort(reverse=True); print(l)
print(sorted(l, key=lambda v: -v), sorted("bca"), sorted([(2, "b"), (1, "z"), (2, "a")]), l.copy() == l, l[:2], l[::-1])
l[0] = 100; l[1:3] = [1, 2, 3]; del l[0]; print(l); del l[1:3]; print(l, [0] * 3, [[]] * 2, [1] + [2], 3 in l)
l.clear(); print(l, bool(l), [i * i for i in range(5) if i % 2], [(i, j) for i in range(2) for j in range(2)])
d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10; d.update({"z": 26}); d.update(k=5); del d["b"]
print(d, d.get("a"), d.get("q"), d.get("q", 0), d.setdefault("n", []), d.pop("a"), d.pop("nope", None), len(d), "c" in d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()), dict(d) == d, {k: v for k, v in d.items() if v}, {**d, "y": 1})
print(d.popitem(), dict([("p", 1), ("q", 2)]), dict(x=1), {1: "a", 1.0: "b", True: "c"})
for k, v in sorted({"b": 1, "a": 2}.items()):
    print(k, v)
s = {1, 2, 3}
s.add(4); s.discard(9); s.remove(1); s.update([7, 8])
print(s, len(s), 4 in s, s | {100}, s & {2, 3, 99}, s - {2}, s ^ {2, 50}, s <= {2, 3, 4, 7, 8, 9}, {1} < {1, 2})
print(set([3, 1, 3]), set(), frozenset([1, 2]), {10, 5, 0, 8, 16}, {i % 3 for i in range(9)}, s.union([1000]), s.isdisjoint({5}))
t = (1, 2, 3)
a, b, c = t
first, *rest = t
*init, last = [1, 2, 3, 4]
print(t, a + b + c, first, rest, init, last, t[1], t[-1], t + (4,), t * 2, (1,), (), t.index(2), t.count(3), t < (1, 3))
(x, y), z = (1, 2), 3
x, y = y, x
print(x, y, z, len(t), 2 in t, max(t), tuple([1, 2]), list(t), hash(t) == hash((1, 2, 3)))
print(list(enumerate("ab")), list(enumerate("ab", 1)), list(zip([1, 2], "ab")), list(map(lambda v: v * 2, [1, 2])), list(filter(None, [0, 1, 2])), list(reversed([1, 2, 3])))
print(any([0, 1]), all([1, 0]), any([]), all([]), list(range(5)), list(range(2, 10, 3)), list(range(5, 0, -2)), range(3), len(range(10)), 4 in range(0, 10, 2))
for bad in range(7):
    try:
        if bad == 0: [][0]
        if bad == 1: {}["k"]
        if bad == 2: [].pop()
        if bad == 3: a, b = 1, 2, 3
        if bad == 4: [1].remove(5)
        if bad == 5: set().pop()
        if bad == 6: {[]: 1}
    except Exception as e:
        print(bad, type(e).__name__, e)
try:
    for k in {1: 1, 2: 2}.copy():
        pass
    d = {1: 1}
    for k in d:
        d[k + 1] = 0
except RuntimeError as e:
    print(e)
nested = {"a": [1, {"b": (2, 3)}]}
nested["a"][1]["b"] = nested["a"][0]
print(nested, [1, 2] == [1, 2], [1, 2] < [1, 3], (1, "a") == (1, "a"), {"x": 1} == {"x": 1}, [1, [2, [3]]])
me = [1]; me.append(me); print(me)
