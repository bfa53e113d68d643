# what: a key function looks at the list that is being sorted
# runs: 5
# show: outcomes
# claim: all: always the list is empty during its sort
# explore: no: one thread is enough

# ANCHOR: program
items = [3, 1, 2]
lengths = []

def key(item):
    lengths.append(len(items))
    return item

items.sort(key=key)
if set(lengths) == {0} and items == [1, 2, 3]:
    print("the list is empty during its sort")
else:
    print("the list has its items during its sort")
# ANCHOR_END: program
