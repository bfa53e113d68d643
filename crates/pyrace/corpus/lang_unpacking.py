# Tuples on both sides, stars, nested targets.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 2 1 | 1 [2, 3] 3 | ['x', 'y'] z | 0 [1, 2, 3] 4 | [1] [1]
a,b=1,2
a,b=b,a
print(a,b)
(a,b),c=(1,2),3
[a,*b]=[1,2,3]
print(a,b,c)
*a,b="xyz"
print(a,b)
a,*b,c=range(5)
print(a,b,c)
a=b=c=[]
a.append(1)
print(b,c)
