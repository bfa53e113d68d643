print(7 // 2, -7 // 2, 7 // -2, 7 % 3, -7 % 3, 7 % -3, 2 ** 10, 2 ** 100, -2 ** 63, (-2) ** 3)
print(2 ** 64 - 1, 2 ** 64 // 3, 2 ** 64 % 1000, -(2 ** 70) // 7, (2 ** 70) >> 60, 1 << 70, -5 >> 1, ~5, 5 & 3, 5 | 3, 5 ^ 3)
print(9223372036854775807 + 1, 9223372036854775807 * 2, -9223372036854775808 - 1)
print(1.5 + 2, 7 / 2, 1 / 3, 0.1 + 0.2, 1e100, 1e-7, 3.0, -0.0, 7.5 // 2, -7.5 % 2, 2 ** -1, 2 ** 0.5)
print(1 == 1.0, 1 < 1.5, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, True + True, True == 1, not 0)
print(abs(-3), abs(-2.5), divmod(17, 5), divmod(-17, 5), pow(2, 5), pow(3, 4, 5), round(2.5), round(3.5), round(2.567, 2), round(7))
print(int("42"), int("-17"), int("ff", 16), int(3.9), int(-3.9), int(True), float("2.5"), float(3), bool(0), bool("x"), bool([]))
print(min(3, 1, 2), max([4, 9, 2]), sum([1, 2, 3]), sum([0.5, 0.25]), sum(range(10)), min("banana"), max(3, 3.5))
print(min([5, -7, 3], key=abs), max(["a", "ccc", "bb"], key=len), min([], default=9))
print((10).bit_length(), (2.0).is_integer(), (2.5).is_integer(), ord("a"), chr(8364), len("abc"))
print(1 < 2 < 3, 1 < 3 < 2, 5 in [1, 5], "b" in "abc", 3 not in (1, 2))
x = 5
x += 3; x -= 1; x *= 4; x //= 3; x %= 7; x **= 3; x <<= 2; x >>= 1; x |= 8; x &= 12; x ^= 5
print(x)
for bad in ("1 // 0", "x"):
    try:
        if bad == "x":
            int("x1")
        else:
            1 // 0
    except (ZeroDivisionError, ValueError) as error:
        print(type(error).__name__, isinstance(error, ArithmeticError), len(error.args))
print(hash(1) == hash(1.0), hash(-1), hash(2 ** 61 - 1), hash((1, 2)))
