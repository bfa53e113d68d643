import time

done = False
while not done:
    done = True
else:
    done = None
for i in range(3):
    print(i)
for i, (j, k) in []:
    pass
else:
    i = 0


def spin():
    while True:
        pass


def forever(q):
    while 1:
        item = q.get()
        if item is None:
            break
        if item < 0:
            continue
        print(item)
    return q


def nested(rows):
    for row in rows:
        for cell in row:
            if cell:
                continue
            if not row:
                break
            print(cell)
        else:
            continue
        break
    else:
        return None
    while rows:
        while rows[0]:
            rows.pop()
            if rows:
                break
        else:
            return 1
    return 2


def literals():
    for x in [1, 2, 3]:
        print(x)
    for y in (1, 2):
        print(y)
    for z in {1, 2}:
        print(z)
    for a, b in [(1, 2), (3, 4)]:
        yield a
        time.sleep(0)
    for o.x in range(2):
        pass
    for o[0], *rest in []:
        return


def last_statement(n):
    for i in range(n):
        if i:
            return i


def until(n):
    while n > 0:
        n -= 1
