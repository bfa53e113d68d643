"""Replays schedules on a real interpreter, one instruction at a time.

Reads a JSON document from the standard input: the source text, the seconds to wait for a thread, and for
each schedule a list of steps `[kind, thread, offset]` and the names of the variables to report. Every
thread runs under an opcode tracer and stops before each of its instructions. A step of kind "run" lets
its thread execute one instruction, which must be the one at that offset, and waits until the thread
stops again or ends. "sleep" does the same and does not wait, because the instruction waits for another
thread; "wake" waits until such a thread stops again. Writes one JSON document per schedule.

A thread that does not come in time says nothing about the schedule: on a machine with much to do it may
come later. The schedule is "unfinished" then, and so are those after it, because that thread may still
run among theirs.
"""
import io
import json
import opcode
import os
import sys
import threading
import time

SETTLED = 0.25
# So many times all others get a turn while nobody moves: then those that are left wait for each other.
TURNS = 200
RESUME = opcode.opmap.get("RESUME", -1)
# The handler that CPython puts around the body of a generator is this instruction and a RERAISE after
# it; to 3.11 there is none.
GUARD = opcode.opmap.get("CALL_INTRINSIC_1", -1)
RERAISE = opcode.opmap.get("RERAISE", -1)


class Mismatch(Exception):
    """The interpreter did something else than the schedule says."""


class Unfinished(Exception):
    """A thread did not come in time."""


class Replay:
    def __init__(self, steps, patience):
        self.steps = steps
        self.patience = patience
        self.change = threading.Condition(threading.Lock())
        self.at = {}  # thread number -> offset it stands before, or None when it has ended
        self.granted = set()
        self.free = False
        self.moves = 0  # counted when everybody is free
        self.numbers = threading.local()
        self.ended = []  # (thread, class, line)

    def tracer(self, frame, event, argument):
        if frame.f_code.co_filename != "snippet.py":
            return None
        # From 3.13 on asking for opcodes has an effect only on a frame that has a tracer already.
        frame.f_trace = self.local
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return self.local

    def local(self, frame, event, argument):
        if event == "exception":
            # From 3.12 on a generator that nobody needs any more ends without running, and under a
            # tracer it runs its guard.
            self.numbers.closing = frame if argument[0] is GeneratorExit else None
        if event == "opcode" and frame.f_code.co_code[frame.f_lasti] != RESUME:
            if self.closes(frame):
                return self.local
            # The machine counts an instruction from its last part. Some versions stop before each part.
            code, offset = frame.f_code.co_code, frame.f_lasti
            while code[offset] == opcode.EXTENDED_ARG:
                offset += 2
            seen = getattr(self.numbers, "extended", None) == (id(frame), offset)
            self.numbers.extended = (id(frame), offset) if offset > frame.f_lasti else None
            if not (seen and offset == frame.f_lasti):
                self.stop(self.numbers.value, offset)
        return self.local

    def closes(self, frame):
        code, offset = frame.f_code.co_code, frame.f_lasti
        first = offset - 2 if code[offset] == RERAISE and offset >= 2 else offset
        return code[first] == GUARD and getattr(self.numbers, "closing", None) is frame

    def stop(self, number, offset):
        with self.change:
            if self.free:
                self.moves += 1
                return
            self.at[number] = offset
            self.change.notify_all()
            while number not in self.granted and not self.free:
                self.change.wait()
            self.granted.discard(number)

    def enter(self, number):
        self.numbers.value = number
        sys.settrace(self.tracer)

    def leave(self, number):
        sys.settrace(None)
        with self.change:
            self.at[number] = None
            self.moves += 1
            self.change.notify_all()

    def await_thread(self, number, place):
        end = time.monotonic() + self.patience
        while number not in self.at:
            left = end - time.monotonic()
            if left <= 0:
                raise Unfinished("step %d: thread %d did not come within %g s" % (place, number, self.patience))
            self.change.wait(left)

    def follow(self):
        for place, (kind, number, offset) in enumerate(self.steps):
            with self.change:
                self.await_thread(number, place)
                if kind == "wake":
                    continue
                here = self.at[number]
                if here != offset:
                    raise Mismatch("step %d: thread %d is at %s, not at %s" % (place, number, here, offset))
                del self.at[number]
                self.granted.add(number)
                self.change.notify_all()
                if kind == "run":
                    self.await_thread(number, place)

    def left(self, count):
        return [n for n in range(count) if self.at.get(n, 0) is not None]

    def settle(self, count):
        """Lets everybody go and says who is still there when nobody moves any more.

        How long that takes depends on what else the machine does. So it is measured in turns of others: new
        threads that run and end while those that are left do not take a single step.
        """
        with self.change:
            if not self.left(count):
                return []
            self.free = True
            self.change.notify_all()
        end = time.monotonic() + self.patience
        seen, turns, since = self.moves, 0, time.monotonic()
        while turns < TURNS or time.monotonic() < since + SETTLED:
            turn = outside(lambda: time.sleep(0.001), "turn")
            turn.start()
            turn.join()
            turns += 1
            with self.change:
                if not self.left(count):
                    return []
                if self.moves != seen:
                    seen, turns, since = self.moves, 0, time.monotonic()
            if time.monotonic() > end:
                raise Unfinished("threads %s still ran after %g s" % (self.left(count), self.patience))
        return self.left(count)


def outside(target, name):
    """A thread that is no part of the program."""
    thread = threading.Thread(target=target, daemon=True, name=name)
    thread.pyrace_outside = True
    return thread


def replay(source, schedule, patience):
    code = compile(source, "snippet.py", "exec")
    run = Replay(schedule["steps"], patience)
    names = {"__name__": "__main__"}
    started = [0]
    start = threading.Thread.start
    out = io.StringIO()

    def numbered_start(thread):
        # A thread that was started already raises, and one without `__init__`, too.
        if getattr(thread, "pyrace_outside", False) or getattr(thread, "ident", 1) is not None:
            return start(thread)
        started[0] += 1
        number = started[0]
        inner = thread.run

        def traced_run():
            run.enter(number)
            try:
                inner()
            except SystemExit:
                pass
            except BaseException as error:
                run.ended.append(describe(number, error))
            finally:
                run.leave(number)

        thread.run = traced_run
        thread.daemon = True if not thread.daemon else thread.daemon
        return start(thread)

    def main():
        run.enter(0)
        try:
            exec(code, names)
        except SystemExit:
            pass
        except BaseException as error:
            run.ended.append(describe(0, error))
        finally:
            run.leave(0)

    def describe(number, error):
        line, trace = 0, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "snippet.py":
                line = trace.tb_lineno
            trace = trace.tb_next
        return [number, type(error).__name__, line]

    threading.Thread.start = numbered_start
    saved, sys.stdout = sys.stdout, out
    problem, unfinished, left = None, None, []
    try:
        outside(main, "MainThread").start()
        try:
            run.follow()
        except Mismatch as error:
            problem = str(error)
        left = run.settle(started[0] + 1)
    except Unfinished as error:
        unfinished = str(error)
    finally:
        sys.stdout = saved
        threading.Thread.start = start
    lines = out.getvalue().split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if unfinished and not problem:
        return said(unfinished=unfinished)
    return said(
        problem=problem,
        left=left,
        vars={name: repr(names[name]) for name in schedule["vars"] if name in names},
        out=lines,
        exceptions=sorted(run.ended),
    )


def said(**what):
    nothing = {
        "other_code": None,
        "problem": None,
        "unfinished": None,
        "left": [],
        "vars": {},
        "out": [],
        "exceptions": [],
    }
    nothing.update(what)
    return nothing


def prime():
    """From 3.12 on opcode events come only after some frame has asked for them once before."""

    def ask(frame, event, argument):
        frame.f_trace_opcodes = True
        return ask

    sys.settrace(ask)
    (lambda: None)()
    sys.settrace(None)


def layout(code):
    """The name and the number of bytes of a code and of those in its constants."""
    yield [code.co_name, len(code.co_code)]
    for value in code.co_consts:
        if hasattr(value, "co_code"):
            for inner in layout(value):
                yield inner


def main():
    prime()
    document = json.load(sys.stdin)
    own = list(layout(compile(document["source"], "snippet.py", "exec")))
    other = [here[0] for here, there in zip(own, document["codes"]) if here != there]
    stopped = None
    for schedule in document["schedules"]:
        if other:
            result = said(other_code=other[0])
        elif stopped:
            result = said(unfinished=stopped)
        else:
            result = replay(document["source"], schedule, document["patience"])
            if result["unfinished"]:
                stopped = "an earlier schedule did not end in time"
        print(json.dumps(result))
        sys.stdout.flush()
    os._exit(0)


main()
