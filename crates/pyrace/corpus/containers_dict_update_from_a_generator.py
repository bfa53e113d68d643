# `dict.update` takes the pairs of a generator one by one: two updates mix. Without the GIL the dict is locked meanwhile.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, gil_every, gil_calls_310, gil_calls: [('milk', 1), ('tea', 1)] / [('milk', 1), ('tea', 2)] / [('milk', 2), ('tea', 1)] / [('milk', 2), ('tea', 2)]
# expect 3.13t, 3.14t, 3.15t, free_threaded: [('milk', 1), ('tea', 1)] / [('milk', 2), ('tea', 2)]
import threading
price = {}
def offers(amount):
    yield "tea", amount
    yield "milk", amount
def cheap():
    price.update(offers(1))
def dear():
    price.update(offers(2))
a = threading.Thread(target=cheap)
b = threading.Thread(target=dear)
a.start(); b.start()
a.join(); b.join()
print(sorted(price.items()))
