# `sys.exit` in a thread ends that thread only, without a message.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [1] ()
import sys
import threading
done = []
def work(n):
    if n == 0:
        sys.exit("no work")
    done.append(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
try:
    sys.exit()
except SystemExit as leave:
    print(done, leave.args)
