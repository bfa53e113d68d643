# Anything may be equal to a number of a range; only integers are looked up by arithmetic.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: True False False False True
class Odd:
    def __eq__(self, other):
        return other % 2 == 1
print(5.0 in range(10), 5.5 in range(10), 2 ** 70 in range(3), Odd() in range(0, 10, 2), Odd() in range(4))
