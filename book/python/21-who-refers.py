# what: a list refers to one object a thousand times; how much has its count grown?
# runs: 5
# show: outcomes
# claim: all: always the count grew by 1000
# explore: no: it looks at reference counts, which the explorer does not have

# ANCHOR: program
import sys

class Photo:
    pass

photo = Photo()
before = sys.getrefcount(photo)
album = [photo] * 1000
print("the count grew by", sys.getrefcount(photo) - before)
# ANCHOR_END: program
