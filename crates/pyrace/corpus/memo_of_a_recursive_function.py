# Two threads fill one memo; both get the right value.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [2, 2]
import threading
memo = {0: 0, 1: 1}
out = []
def fib(n):
    if n not in memo:
        memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]
def work(n):
    out.append(fib(n))
a = threading.Thread(target=work, args=(3,))
b = threading.Thread(target=work, args=(3,))
a.start(); b.start()
a.join(); b.join()
print(out)
