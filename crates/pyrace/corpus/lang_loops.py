# for, while, else, break, continue.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 0 | 2 | else | 1 | 3 | done | 3 | 7 | 0 1 2 | 0 | a | b | a | a 1
for i in range(5):
    if i==1: continue
    if i==3: break
    print(i)
else:
    print("no")
for i in []: pass
else: print("else")
i=0
while i<3:
    i+=1
    if i==2: continue
    print(i)
else: print("done")
while True:
    break
else: print("never")
for a,b in [(1,2),(3,4)]: print(a+b)
for i,(a,b) in enumerate([(1,2)]): print(i,a,b)
print(i)
for x in "ab": print(x)
for k in {"a":1}: print(k)
for k,v in {"a":1}.items(): print(k,v)
