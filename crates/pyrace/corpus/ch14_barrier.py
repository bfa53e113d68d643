# Everybody writes, all meet, everybody reads. (ch 14)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [3, 3]
import threading
meet = threading.Barrier(2)
notes = {}
sums = []
def work(i):
    notes[i] = i + 1
    meet.wait()
    sums.append(sum(notes.values()))
a = threading.Thread(target=work, args=(0,))
b = threading.Thread(target=work, args=(1,))
a.start(); b.start()
a.join(); b.join()
print(sums)
