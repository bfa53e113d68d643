"""Runs programs many times and says how they end.

Reads a JSON document from the standard input: a list of jobs with a source text, the names of the variables
to report, the number of runs, and whether a tracer delays the threads between instructions. Every run has
a process of its own. Writes one JSON document per job: the ends that were seen, each once, and the number of
runs that did not end in time.
"""
import _thread
import atexit
import collections
import concurrent.futures
import io
import itertools
import json
import os
import queue
import random
import select
import signal
import sys
import threading
import time

# A run that takes longer is given up, and nothing is said about it. Most of them wait for ever.
PATIENCE = 8.0
# So many runs of a job may be given up.
GIVEN_UP = 1


def main():
    jobs = json.load(sys.stdin)
    for job in jobs:
        print(json.dumps(observe(job)))
        sys.stdout.flush()


def observe(job):
    code = compile(job["source"], "snippet.py", "exec")
    ends, unfinished, runs = {}, 0, 0
    while runs < job["runs"] and unfinished < GIVEN_UP:
        runs += 1
        text = run_apart(code, job, runs)
        if text is None:
            unfinished += 1
        else:
            ends[text] = ends.get(text, 0) + 1
    return {"runs": runs, "unfinished": unfinished, "ends": [json.loads(text) for text in sorted(ends)]}


def run_apart(code, job, seed):
    """The end of one run in a new process, as text; None if it was given up."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            text = json.dumps(Run(job["traced"], seed).end(code, job["vars"]))
        except BaseException as error:
            text = json.dumps({"failed": repr(error)})
        os.write(theirs, text.encode())
        os._exit(0)
    os.close(theirs)
    deadline, text = time.monotonic() + PATIENCE, b""
    while True:
        ready, _, _ = select.select([ours], [], [], max(0.0, deadline - time.monotonic()))
        piece = os.read(ours, 1 << 16) if ready else None
        if not piece:
            break
        text += piece
    os.close(ours)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    # An interpreter that crashed wrote nothing.
    return text.decode() if piece == b"" and text else None


class Run:
    def __init__(self, traced, seed):
        self.traced = traced
        self.random = random.Random(seed)
        self.names = {"__name__": "__main__"}
        self.ended = []
        self.started = 0
        self.starting = threading.RLock()
        self.out = io.StringIO()

    def end(self, code, wanted):
        start = threading.Thread.start
        threading.Thread.start = lambda thread: self.start(thread, start)
        sys.stdout = self.out
        sys.setswitchinterval(1e-6)
        if not self.traced:
            # It wants the GIL all the time, so the others give it up wherever they can.
            _thread.start_new_thread(spin, ())
        self.guarded(0, lambda: exec(code, self.names))
        # What the interpreter does when the main thread has ended.
        threading._shutdown()
        if sys.version_info < (3, 9):
            # The workers of executors are daemons there, and are waited for here.
            atexit._run_exitfuncs()
        lines = self.out.getvalue().split("\n")
        if not lines[-1]:
            lines.pop()
        return {
            "vars": {name: repr(self.names[name]) for name in wanted if name in self.names},
            "out": lines,
            "exceptions": sorted(self.ended),
        }

    def start(self, thread, start):
        if getattr(thread, "ident", 1) is not None:
            return start(thread)
        with self.starting:
            self.started += 1
            number, inner = self.started, thread.run
            # The function goes away with its arguments when it has run, as it does without this.
            thread.run = lambda: self.guarded(number, inner)
            try:
                start(thread)
            except BaseException:
                self.started -= 1
                thread.run = inner
                raise
        self.pause(0.3)

    def guarded(self, number, work):
        if number:
            self.pause(0.5)
        try:
            if self.traced:
                sys.settrace(self.tracer)
            work()
        except SystemExit:
            pass
        except BaseException as error:
            sys.settrace(None)
            self.ended.append(describe(number, error))
        finally:
            sys.settrace(None)

    def tracer(self, frame, event, argument):
        if frame.f_code.co_filename != "snippet.py":
            return None
        frame.f_trace = self.local
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return self.local

    def local(self, frame, event, argument):
        if event == "opcode":
            self.pause(0.1)
        return self.local

    def pause(self, chance):
        if self.random.random() < chance:
            time.sleep(self.random.random() * 3e-4)


def spin():
    while True:
        pass


def describe(number, error):
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "snippet.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    return [number, type(error).__name__, line]


def prime():
    """From 3.12 on opcode events come only after some frame has asked for them once before."""

    def ask(frame, event, argument):
        frame.f_trace_opcodes = True
        return ask

    sys.settrace(ask)
    (lambda: None)()
    sys.settrace(None)


prime()
main()
