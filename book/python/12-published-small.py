# what: the same with one change and one look, and a plain tuple
import threading

card = (0, 0, 0)
mixtures = []


def writer():
    global card
    card = (1, 1, 1)


def reader():
    mine = card
    if not mine[0] == mine[1] == mine[2]:
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
