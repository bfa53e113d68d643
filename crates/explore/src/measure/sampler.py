"""Where does this interpreter switch threads?

One thread runs `work` of the program again and again. The other one, whenever it gets the GIL, looks at
which instruction the first one was when it gave the GIL up. Arguments: the seconds to look. Reads the
program from the standard input and writes a JSON object: for each function the number of times it was
seen at each offset; -1 stands for its entry.
"""
import collections
import json
import operator
import sys
import threading
import time

seconds = float(sys.argv[1])
names = {"__name__": "measured"}
exec(compile(sys.stdin.read(), "measured.py", "exec"), names)
work = names["work"]
seen = collections.Counter()
stop = False


def worker():
    while not stop:
        work()


def look(ident):
    # A chain of iterators of the interpreter: between asking for the frame and reading its place no
    # instruction of this thread runs, so the other one cannot go on meanwhile.
    frames = map(operator.itemgetter(ident), iter(sys._current_frames, None))
    places = map(operator.attrgetter("f_code.co_filename", "f_code.co_name", "f_lasti"), frames)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(50):
            seen[next(places)] += 1


sys.setswitchinterval(1e-6)
thread = threading.Thread(target=worker, daemon=True)
thread.start()
look(thread.ident)
stop = True
thread.join(10)
found = {}
for (file, name, offset), count in seen.items():
    if file == "measured.py":
        found.setdefault(name, []).append([offset, count])
print(json.dumps({"functions": found}))
