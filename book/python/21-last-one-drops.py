# what: two threads own an object; each writes down who it is, then lets go; who runs __del__?
# runs: 20
# show: outcomes
# claim: all: always dropped once
# explore: no: finalizers are outside of the subset

# ANCHOR: program
import gc
import threading

dropped = []

class Photo:
    def __del__(self):
        dropped.append(threading.current_thread().name)

def show(owner):
    owner.clear()

photo = Photo()
owners = [[photo], [photo]]
del photo
threads = [threading.Thread(target=show, args=(owner,)) for owner in owners]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.collect()
print("dropped once" if len(dropped) == 1 else "dropped {} times".format(len(dropped)))
# ANCHOR_END: program
