# what: a context variable is set in the main thread; a new thread looks at it
# runs: 10
# show: outcomes
# on: 3.7+
# claim: gil: always not set
# claim: free-threaded -3.13: always not set
# claim: free-threaded 3.14+: always inherited
# explore: no: context variables are outside of the subset

# ANCHOR: program
import contextvars
import threading

user = contextvars.ContextVar("user", default=None)
user.set("ada")

def worker():
    print("not set" if user.get() is None else "inherited")

thread = threading.Thread(target=worker)
thread.start()
thread.join()
# ANCHOR_END: program
