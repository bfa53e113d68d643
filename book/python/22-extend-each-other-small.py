# what: a.extend(b) and b.extend(a) at the same time, once
# runs: 5
# show: outcomes
# claim: all: always as if one came first
# explore: self

# ANCHOR: program
import threading

a = [1]
b = [2, 3]

def a_first():
    a.extend(b)

def b_first():
    b.extend(a)

t1 = threading.Thread(target=a_first)
t2 = threading.Thread(target=b_first)
t1.start()
t2.start()
t1.join()
t2.join()
if (len(a) == 3 and len(b) == 5) or (len(a) == 4 and len(b) == 3):
    print("as if one came first")
else:
    print("both copied the old list")
# ANCHOR_END: program
