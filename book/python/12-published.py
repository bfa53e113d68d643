# what: the writer makes a new card each time and assigns it, the reader takes it once
# runs: 20
# show: outcomes
# claim: all: always one card or the other
# explore: 12-published-small
# ANCHOR: program
import sys
import threading
from collections import namedtuple

sys.setswitchinterval(1e-6)

Card = namedtuple("Card", "version currency price")
card = Card(0, 0, 0)
mixtures = []


def writer():
    global card
    for version in range(100000):
        card = Card(version, version, version)


def reader():
    while threads[0].is_alive():
        mine = card
        if not mine.version == mine.currency == mine.price:
            mixtures.append(mine)


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
