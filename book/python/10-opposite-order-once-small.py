# what: one pair of threads, once
import threading

first = threading.Lock()
second = threading.Lock()

def clerk(one, other):
    with one:
        with other:
            pass

a = threading.Thread(target=clerk, args=(first, second))
b = threading.Thread(target=clerk, args=(second, first))
a.start()
b.start()
a.join()
b.join()
print("both finished")
