# what: the writer changes three entries of one dict, the reader looks at all three
# runs: 20
# show: outcomes
# claim: all: can a mixture of two cards
# explore: 12-changed-in-place-small
# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)


def number(version):
    return version


card = {"version": 0, "currency": 0, "price": 0}
mixtures = []


def writer():
    for version in range(100000):
        card["version"] = number(version)
        card["currency"] = number(version)
        card["price"] = number(version)


def reader():
    while threads[0].is_alive():
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
# ANCHOR_END: program
