# f-strings in f-strings, formats, `=`.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: nested 1 |      3.142| 3.14159   |    3.14159| x a = 3.14 | 1 {'k': [1, 2]} len(d)=1 | 3
print(f"{'nested ' + f'{1}'}")
a = 3.14159; w = 10
print(f"{a:{w}.{3}f}|", f"{a:<{w}}|", f"{a!s:>{w}}|", f'{"x"}', f"{a = :.2f}")
d = {"k": [1,2]}
print(f"{d['k'][0]} {d!r} {len(d)=}")
print(f'''{
1 + 2
}''')
