# Own keys are fine until somebody iterates while a key is new. (X12)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: 1 / 2 / dictionary changed size during iteration
import threading
counts = {"a": 1}
seen = []
def work():
    counts["b"] = 1
def report():
    try:
        total = 0
        for key in counts:
            total += counts[key]
        seen.append(total)
    except RuntimeError as error:
        seen.append(str(error))
a = threading.Thread(target=work)
b = threading.Thread(target=report)
a.start(); b.start()
a.join(); b.join()
print(seen[0])
