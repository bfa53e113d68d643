# A reader tests a key before it reads it; another thread deletes it. (X3)
# expect 3.8, 3.9, 3.13t, 3.14t, 3.15t, gil_every, free_threaded: 3 / KeyError('tea') / none
# expect 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_calls_310, gil_calls: 3 / none
import threading
stock = {"tea": 3}
seen = []
def read():
    try:
        if "tea" in stock:
            seen.append(stock["tea"])
        else:
            seen.append("none")
    except KeyError as error:
        seen.append(repr(error))
def delete():
    stock.pop("tea", None)
a = threading.Thread(target=read)
b = threading.Thread(target=delete)
a.start(); b.start()
a.join(); b.join()
print(seen[0])
