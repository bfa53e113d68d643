# what: the same with one change and one look
import threading


def number(version):
    return version


card = {"version": 0, "currency": 0, "price": 0}
mixtures = []


def writer():
    card["version"] = number(1)
    card["currency"] = number(1)
    card["price"] = number(1)


def reader():
    version, currency, price = card["version"], card["currency"], card["price"]
    if not version == currency == price:
        mixtures.append((version, currency, price))


threads = [threading.Thread(target=writer), threading.Thread(target=reader)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if mixtures:
    print("a mixture of two cards")
else:
    print("one card or the other")
