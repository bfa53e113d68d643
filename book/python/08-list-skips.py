# what: one thread removes the items of a list while it walks over them
# runs: 5
# show: outcomes
# claim: all: always half of them are left, and there is no error
# explore: no: one thread is enough

# ANCHOR: program
sessions = [1, 2, 3, 4, 5, 6]
for number in sessions:
    sessions.remove(number)

if sessions == [2, 4, 6]:
    print("half of them are left, and there is no error")
else:
    print("left: %r" % sessions)
# ANCHOR_END: program
