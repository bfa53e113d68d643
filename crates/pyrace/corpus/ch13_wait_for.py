# wait_for with a predicate. (ch 13)
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: through
import threading
ready = threading.Condition()
state = {"open": False}
def wait():
    with ready:
        ready.wait_for(lambda: state["open"])
def open_door():
    with ready:
        state["open"] = True
        ready.notify_all()
threads = [threading.Thread(target=wait), threading.Thread(target=wait), threading.Thread(target=open_door)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("through")
