# A list of listeners is copied before it is walked.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: ['early', 'late'] / ['early']
import threading
listeners = []
called = []
def notify():
    for listener in list(listeners):
        listener()
def register():
    listeners.append(lambda: called.append("late"))
listeners.append(lambda: called.append("early"))
a = threading.Thread(target=notify)
b = threading.Thread(target=register)
a.start(); b.start()
a.join(); b.join()
print(called)
