# what: two threads, one dict, each thread adds one to its own key

# ANCHOR: program
import threading

counts = {0: 0, 1: 0}

def one():
    return 1

def worker(number):
    counts[number] = counts[number] + one()

threads = [threading.Thread(target=worker, args=(number,)) for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("exact" if counts[0] == 1 and counts[1] == 1 else "updates lost")
# ANCHOR_END: program
