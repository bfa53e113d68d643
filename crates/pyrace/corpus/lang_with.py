# Context managers and exceptions.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: enter | 5 | exit None None True | enter | enter | exit <class 'ValueError'> a False | exit <class 'ValueError'> a False | after | enter | exit None None True | 1 | enter | exit None None True | enter | exit None None True | enter | exit None None True | enter | exit <class 'KeyError'> 'k' False | KeyError in main, line 19
class CM:
    def __init__(self,sup=False): self.sup=sup
    def __enter__(self): print("enter"); return 5
    def __exit__(self,t,v,tb): print("exit",t,v,tb is None); return self.sup
with CM() as x: print(x)
with CM(True) as x, CM() as y: raise ValueError("a")
print("after")
def f():
    with CM(): return 1
print(f())
for i in range(2):
    with CM():
        continue
for i in range(2):
    with CM():
        break
with CM(): raise KeyError("k")
