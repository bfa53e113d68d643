# A tiny machine with two threads of its own instructions; no real threads. (X9)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: {'n': 42} | ["load  'n'", 'const 1', 'add   None', "store 'n'"]
def run(program, memory):
    stack = []
    for op, arg in program:
        if op == "load":
            stack.append(memory[arg])
        elif op == "const":
            stack.append(arg)
        elif op == "add":
            b, a = stack.pop(), stack.pop()
            stack.append(a + b)
        else:
            memory[arg] = stack.pop()
    return memory
program = [("load", "n"), ("const", 1), ("add", None), ("store", "n")]
print(run(program, {"n": 41}))
print([f"{op:<6}{arg!r}" for op, arg in program])
