# Iterator classes of the program.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [2, 1, 0] [1, 0] 6 (1, 0) 2 [0, 1, 2] True {1: 'a', 0: 'b'} | 0 1 | 1 0 | 1 0 | 2 1 0 | [1, 0] {0, 1} 210
class It:
    def __init__(self,n): self.n=n
    def __iter__(self): return self
    def __next__(self):
        if self.n==0: raise StopIteration
        self.n-=1
        return self.n
print(list(It(3)), [x for x in It(2)], sum(It(4)), tuple(It(2)), max(It(3)), sorted(It(3)), 1 in It(3), dict(zip(It(2),"ab")))
for i,x in enumerate(It(2)): print(i,x)
a,b=It(2); print(a,b)
print(*It(3)); print([*It(2)], set(It(2)), "".join(str(x) for x in It(3)))
