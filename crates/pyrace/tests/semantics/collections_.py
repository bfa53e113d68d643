from collections import deque, defaultdict, Counter, OrderedDict
import itertools
q = deque([1, 2, 3], maxlen=4)
q.append(4); q.append(5); q.appendleft(0); print(q, q.pop(), q.popleft(), len(q), q[0], list(q), q.maxlen)
q.extend([7, 8]); q.rotate(1); print(q); q.rotate(-1); q.clear(); print(q, bool(q)); q = deque("abc"); q.extendleft("xy"); print(q, deque(q) == q, q.count("a"), list(reversed(q)))
d = defaultdict(list)
d["a"].append(1); d["b"].append(2); d["a"].append(3); print(d, dict(d), d.get("zz"), len(d), d["new"], sorted(d))
n = defaultdict(int); n["x"] += 5; n["y"] -= 1; print(n, n["q"])
w = defaultdict(lambda: 7); print(w["k"] + 1, w)
c = Counter("abracadabra"); print(c, c["a"], c["zz"], c.most_common(2), sum(c.values()), sorted(c.elements())[:3])
c.update("aaa"); c.subtract({"a": 1}); print(c["a"], Counter(a=3) + Counter(a=1, b=2), Counter(a=3) - Counter(a=5, b=1), Counter([1, 1, 2]))
c["new"] += 1; del c["b"]; print(c["b"], "b" in c)
o = OrderedDict(); o["x"] = 1; o["y"] = 2; o.move_to_end("x"); print(list(o), o.popitem(last=False))
k = itertools.count(5); print(next(k), next(k)); k = itertools.count(); print([next(k) for _ in range(3)])
print(list(itertools.islice(itertools.count(10, 5), 3)), list(itertools.chain([1], "ab")), list(itertools.repeat(7, 2)), list(zip("abc", itertools.count(1))))
it = iter([1, 2, 3]); print(next(it), list(it), next(it, "end"))
def gen(n):
    for i in range(n):
        got = yield i * i
        if got:
            print("got", got)
    return "done"
g = gen(3); print(next(g), g.send("hi"), list(g)); print(sum(gen(4)), max(gen(3)), list(gen(0)), tuple(gen(2)), sorted(gen(3), reverse=True), dict((i, i) for i in gen(2)))
try:
    g = gen(1); next(g); next(g)
except StopIteration as stop:
    print("stop", stop.value)
print(2 in gen(3), 4 in gen(3), [x + y for x, y in zip(gen(3), gen(3))], any(x > 3 for x in gen(3)), ",".join(str(v) for v in gen(3)), {v for v in gen(3)})
def outer():
    def inner():
        nonlocal total
        total += 1
        return total
    total = 10
    return inner
f = outer(); print(f(), f(), outer()())
fs = [lambda: i for i in range(3)]; print([g() for g in fs]); fs = [lambda i=i: i for i in range(3)]; print([g() for g in fs])
def kw(a, b=2, *args, c, d=4, **rest):
    return a, b, args, c, d, rest
print(kw(1, c=3), kw(1, 5, 6, 7, c=8, z=9), kw(*[1, 2], **{"c": 3}), kw(a=1, c=2))
for bad in range(5):
    try:
        if bad == 0: kw()
        if bad == 1: kw(1)
        if bad == 2: (lambda x: x)(1, 2)
        if bad == 3: (lambda x: x)(y=1)
        if bad == 4: (lambda x: x)(1, x=2)
    except TypeError as e:
        print(e)
