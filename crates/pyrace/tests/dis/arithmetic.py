def operators(a, b):
    a + b, a - b, a * b, a / b, a // b, a % b, a ** b, a @ b
    a << b, a >> b, a & b, a | b, a ^ b
    -a, +a, ~a, not a
    a += b
    a -= b
    a *= b
    a /= b
    a //= b
    a %= b
    a **= b
    a @= b
    a <<= b
    a >>= b
    a &= b
    a |= b
    a ^= b
    return a


def comparisons(a, b, c):
    a < b, a <= b, a == b, a != b, a > b, a >= b
    a in b, a not in b, a is b, a is not b
    a < b < c
    a < b <= c != a
    if a < b < c:
        return 1
    if not a == b:
        return 2
    while a is None or b is not None:
        a = b
    return a in (1, 2), a in [1, 2], a in {1, 2}, a in [b, c]


def folded():
    seconds = 24 * 60 * 60
    text = "ab" + "c" * 3
    big = 2 ** 100
    too_big = 2 ** 20000
    ratio = 1 / 4, 7 // 2, -7 % 3, 1 << 10, ~5, -1.5, +2, not 1
    index = "hello"[1], (1, 2, 3)[-1], "hello"[1:3]
    nothing = 1 / 0, "a" + 1, (1, 2)[5]
    return seconds, text, big, too_big, ratio, index, nothing, (1, (2, 3)), ()


def literals():
    return (
        0, 255, 256, -1, 10 ** 30, 0x1F, 0b101, 0o17, 1_000, 1.5, 1e100, 1e-7,
        "text", 'it\'s', "a\tb\n", r"raw\n", "é", "two " "parts", """three
lines""", None, True, False, ...,
    )


def attributes(o, key):
    o.field += 1
    o.field.deep -= 1
    o[key] += 1
    o[key][0].x *= 2
    o[1:2] = o[key:]
    o[:] = o[::2]
    o[1:2, 3] = 0
    o[a:b] += c
    del o.field, o[key], o[1:2]
    o.x = o.y = o[0] = o
    return o[-1], o[1:key], o[:key:2], o[...], o[:, 1]
