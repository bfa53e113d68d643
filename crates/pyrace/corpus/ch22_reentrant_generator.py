# A generator that calls itself. (ch 22)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: generator already executing
def loop():
    yield next(it)
it = loop()
try:
    next(it)
except ValueError as error:
    print(error)
