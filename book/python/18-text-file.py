# what: four threads write 60 000 numbered lines each to one text file
# runs: 10
# claim: gil 3.8-3.12: can other bytes than were written
# claim: gil 3.13+: never other bytes than were written
# claim: free-threaded: never other bytes than were written
# explore: no: it has no files

# ANCHOR: program
import threading

def writer(file, me):
    for n in range(60_000):
        file.write("thread %d line %d\n" % (me, n))

with open("lines.txt", "w") as file:
    threads = [threading.Thread(target=writer, args=(file, me)) for me in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
with open("lines.txt", "rb") as file:
    lines = file.read().splitlines()
written = {b"thread %d line %d" % (me, n) for me in range(4) for n in range(60_000)}
foreign = any(line not in written for line in lines)
print("other bytes than were written" if foreign else "only what was written")
# ANCHOR_END: program
