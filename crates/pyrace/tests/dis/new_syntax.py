# needs 3.9


def parenthesised(a, b):
    with (a as x, b as y):
        return x, y
    with (
        a,
        b,
    ):
        pass


@(lambda f: f)
def decorated():
    pass


@[print][0]
def other():
    pass
