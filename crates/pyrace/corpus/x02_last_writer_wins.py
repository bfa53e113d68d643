# Three threads store their own value under one key. (X2)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: done / failed / late
import threading
status = {}
def work(value):
    status["state"] = value
threads = [threading.Thread(target=work, args=(v,)) for v in ("done", "late", "failed")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(status["state"])
