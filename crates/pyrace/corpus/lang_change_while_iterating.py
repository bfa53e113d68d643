# Containers that change under a loop.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [2, 3] | dictionary changed size during iteration {2: 2} | Set changed size during iteration | dictionary changed size during iteration | dictionary keys changed during iteration
l=[1,2,3]
for x in l:
    if x==1: l.remove(x)
print(l)
d={1:1,2:2}
try:
    for k in d: del d[k]
except RuntimeError as e: print(e, d)
s={1,2}
try:
    for k in s: s.add(k+10)
except RuntimeError as e: print(e)
d={1:1}
try:
    for k in d: d[k+1]=1
except RuntimeError as e: print(e)
d={1:1,2:2}
try:
    for k in d:
        del d[k]; d[k+5]=0
except RuntimeError as e: print(e)
