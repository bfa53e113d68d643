# A thread that keeps what its function returns, through the private attributes of `Thread`.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [6, 4]
import threading
class ResultThread(threading.Thread):
    def __init__(self, target, args=(), kwargs=None):
        super().__init__(target=target, args=args, kwargs=kwargs)
        self._result = None
    def run(self):
        if self._target is not None:
            self._result = self._target(*self._args, **self._kwargs)
    def join(self, timeout=None):
        super().join(timeout)
        return self._result
def area(width, height=1):
    return width * height
threads = [ResultThread(area, (2,), {"height": 3}), ResultThread(area, (4,))]
for t in threads:
    t.start()
print([t.join() for t in threads])
