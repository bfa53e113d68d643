# what: two threads take two locks in opposite orders, twice each
import threading

first = threading.Lock()
second = threading.Lock()

def clerk(one, other):
    for _ in range(2):
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
