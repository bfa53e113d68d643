# what: the same with one raise each, and a function that makes a plain tuple
import threading


def make(version, price):
    return (version, price)


card = make(0, 0)


def writer():
    global card
    card = make(card[0] + 1, card[1] + 1)


threads = [threading.Thread(target=writer) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

if card == (2, 2):
    print("no raise is lost")
else:
    print("raises are lost")
