# Built-in functions.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['a', 'b'] [3, 2, 1] ['o', 'l', 'l', 'h', 'e'] | [(0, 'z'), (1, 'a'), (1, 'b')] [[1, 5], [2]] | [2, 4] [1] False True | 5 2 b 3 [1, 2] | 3 2.6 (3, 2) 27 9 5x 2.5 | ['a', 'b', 'c'] (1,) {1} {1: 2} frozenset({3}) True | "a'b" a 97 True True <class 'float'>
print(sorted(["b","a"]), sorted([3,1,2],reverse=True), sorted("hello",key=lambda c:-ord(c)))
print(sorted([(1,"b"),(1,"a"),(0,"z")]), sorted([[2],[1,5]]))
print(list(map(lambda x:x*2,[1,2])), list(filter(None,[0,1])), any([]), all([]))
print(max(1,5,3), min([4,2],key=lambda x:x), max("a","b"), sum((1,2)), sum([[1],[2]],[]))
print(abs(-3), round(2.567,1), divmod(17,5), pow(3,3), int("7")+int(2.9), str(5)+"x", float("2.5"))
print(list("abc"), tuple([1]), set([1,1]), dict([(1,2)]), frozenset([3]), bool("x"))
print(repr("a'b"), chr(97), ord("a"), isinstance([],(list,tuple)), callable(print), type(1.0))
