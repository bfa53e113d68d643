# Recursion, memo, comprehensions, formats.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [5, 4, 3, 2, 1] | [1, 2, 3] | 12586269025 | [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47] | [[1, 3], [2, 4]] 10 [(1, 3), (2, 4)] | [('the', 2), ('cat', 1), ('dog', 1)] | {'the': 3, 'cat': 3, 'dog': 3} {3} the=2, cat=1, dog=1 | ab   |   cd    a|b   |   x  | 003 1,000,000
def f(n):
    if n==0: return []
    return [n]+f(n-1)
print(f(5))
def g(l, acc=None):
    acc = acc or []
    for x in l:
        if isinstance(x,list): g(x,acc)
        else: acc.append(x)
    return acc
print(g([1,[2,[3]]], []))
memo={}
def fib(n):
    if n in memo: return memo[n]
    memo[n] = n if n<2 else fib(n-1)+fib(n-2)
    return memo[n]
print(fib(50))
primes=[n for n in range(2,50) if all(n%d for d in range(2,n))]
print(primes)
matrix=[[1,2],[3,4]]
print([[r[i] for r in matrix] for i in range(2)], sum(sum(r) for r in matrix), list(zip(*matrix)))
words="the cat the dog".split()
freq={}
for w in words: freq[w]=freq.get(w,0)+1
print(sorted(freq.items(), key=lambda kv:(-kv[1],kv[0])))
print({w:len(w) for w in words}, {len(w) for w in words}, ", ".join(f"{k}={v}" for k,v in freq.items()))
print("%-5s|%5s" % ("ab","cd"), "{:>4}|{:<4}|".format("a","b"), f"{'x':^5}|", f"{3:03d}", f"{1000000:,}")
