# `__lt__` of the program inside sorting.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [P1, P2, P3] P1 P5 | [P1, P2] | [P2, P1]
class P:
    def __init__(self,n): self.n=n
    def __lt__(self,o): return self.n<o.n
    def __repr__(self): return f"P{self.n}"
print(sorted([P(3),P(1),P(2)]), min(P(2),P(1)), max([P(2),P(5)]))
l=[P(2),P(1)]; l.sort(); print(l)
l.sort(reverse=True); print(l)
