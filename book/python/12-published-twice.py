# what: two writers raise the price of a published card, each 100 000 times
# runs: 20
# show: outcomes
# claim: all: can raises are lost
# explore: 12-published-twice-small
# ANCHOR: program
import sys
import threading
from collections import namedtuple

sys.setswitchinterval(1e-6)

Card = namedtuple("Card", "version price")
card = Card(0, 0)


def writer():
    global card
    for _ in range(100000):
        card = Card(card.version + 1, card.price + 1)


threads = [threading.Thread(target=writer) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if card == Card(200000, 200000):
    print("no raise is lost")
else:
    print("raises are lost")
# ANCHOR_END: program
