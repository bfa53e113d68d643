squares = [x * x for x in range(5)]
unique = {x % 3 for x in squares}
table = {x: x * x for x in squares if x}
matrix = [[row * column for column in range(3)] for row in range(3)]
print([y for x in matrix for y in x if y if y > 1])


def in_function(rows, limit):
    x = 1
    flat = [x for row in rows for x in row]
    kept = [row for row in rows if row < limit]
    pairs = {a: b for a, b in rows}
    return [x + y for y in flat], kept, pairs, x


def captured(n):
    functions = [lambda: i for i in range(n)]
    bound = [lambda i=i: i for i in range(n)]
    return functions, bound, [n for _ in range(n)]


def with_walrus(data):
    return [last := x for x in data], last


def unpacking(data):
    return [(a, *b) for a, *b in data], [{**d} for d in data], [x for x in [1, 2]], [x for x in (data,)]


def in_try(data):
    try:
        return [int(x) for x in data]
    except ValueError:
        return [x for x in data if x]
    finally:
        print([x for x in data])


def in_loop(data):
    for row in data:
        total = sum([x for x in row])
        if [x for x in row if x]:
            continue
    return total


class Scope:
    items = [1, 2]
    doubled = [x * 2 for x in items]
    total = {x: y for x in items for y in range(x)}

    def method(self):
        return [self.f(x) for x in self.items], {self for self in self.items}
