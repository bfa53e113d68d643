# Augmented assignment on names, items and slices.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 8 | 3.5 | 22 | [6, 2, 3, 4, 6, 2, 3, 4] | [6, 9, 9, 9, 4, 6, 2, 3, 4] | [9, 9, 9, 4, 6, 2, 3] | [9, 4, 6, 2, 3] | [0, 4, 0, 2, 0]
x=5
x+=1; x-=2; x*=3; x//=2; x%=4; x**=3
print(x)
x=7; x/=2; print(x)
x=6; x&=3; x|=8; x^=1; x<<=2; x>>=1; print(x)
l=[1,2,3]; l[0]+=5; l+=[4]; l*=2; print(l)
l[1:3]=[9,9,9]; print(l)
del l[0], l[-1]; print(l)
del l[1:3]; print(l)
l[::2]=[0]*len(l[::2]); print(l)
