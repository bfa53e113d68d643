# Dictionaries.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {'l': [1], 'n': {'x': 2}} 2 True | l [1] | n {'x': 2} | {'a': 0, 'b': 1} | l a 4 | dict_keys(['l', 'n']) dict_values([[1], {'x': 2}]) dict_items([('l', [1]), ('n', {'x': 2})]) | KeyError in main, line 14
d={}
d["a"]=d.get("a",0)+1
d.setdefault("l",[]).append(1)
d["n"]={"x":1}
d["n"]["x"]+=1
del d["a"]
print(d, len(d), bool(d))
for k,v in sorted(d.items(), key=lambda kv: kv[0]): print(k,v)
print({k:v for k,v in zip("ab",range(2))})
print(max(d, key=len), min({"b":1,"a":2}), sum({1:2,3:4}))
print(d.keys(), d.values(), d.items())
del d["zz"]
