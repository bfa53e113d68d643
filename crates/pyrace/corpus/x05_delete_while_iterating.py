# Deleting from a dict while iterating over it fails in one thread already. (X5)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: dictionary changed size during iteration | {}
names = {"ann": 1, "bob": 2}
try:
    for name in names:
        del names[name]
except RuntimeError as error:
    print(error)
for name in list(names):
    del names[name]
print(names)
