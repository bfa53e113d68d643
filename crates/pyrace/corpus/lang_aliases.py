# `+=` changes a list in place.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1, 2, 3, 4] | [1, 2, 3, 4] [1, 2, 3, 4, 5] | 'tuple' object does not support item assignment ([1],) | [4] [1, 2, 3, 4] [4, 3, 2, 1] [2] | [2, 1, 3, 4] | [2, 'set', 3, 4]
x=[1,2,3]
y=x
y+=[4]
print(x)
y=y+[5]
print(x,y)
t=([],)
try: t[0]+=[1]
except TypeError as e: print(e,t)
print(x[-1:], x[:], x[::-1], x[1:2])
x[0],x[1]=x[1],x[0]
print(x)
i=0
i,x[i]=1,"set"
print(x)
