//! Random programs of two or three threads.
//!
//! A program is made of statements of [`STATEMENTS`], each there for a feature of Python or of its threads,
//! and of a [`Shape`]: who runs them. Only those globals are made that its statements name, so that its
//! states stay small.

use std::collections::BTreeSet;

use proptest::prelude::*;
use pyrace::Rules;
use pyrace::code::Version;

/// Globals by the name that asks for them, in the order in which they are made.
const SETUPS: &[(&str, &str)] = &[
    ("n", "n = 0"),
    ("m", "m = 0"),
    ("queue", "import queue"),
    ("itertools", "import itertools"),
    ("collections", "import collections"),
    ("sys", "import sys"),
    ("time", "import time"),
    (
        "ThreadPoolExecutor",
        "from concurrent.futures import ThreadPoolExecutor, as_completed",
    ),
    ("d", "d = {'k': 0}"),
    ("l", "l = [1, 2]"),
    ("s", "s = {1}"),
    ("dq", "dq = collections.deque([1, 2])"),
    ("dd", "dd = collections.defaultdict(list)"),
    ("tally", "tally = collections.Counter()"),
    ("la", "la = threading.Lock()"),
    ("lb", "lb = threading.Lock()"),
    ("r", "r = threading.RLock()"),
    ("c", "c = threading.Condition()"),
    ("mine", "mine = threading.Condition(la)"),
    ("e", "e = threading.Event()"),
    ("sem", "sem = threading.Semaphore(1)"),
    ("bounded", "bounded = threading.BoundedSemaphore(1)"),
    ("q", "q = queue.Queue()"),
    ("small", "small = queue.Queue(1)"),
    ("stack", "stack = queue.LifoQueue()"),
    ("heap", "heap = queue.PriorityQueue()"),
    ("fast", "fast = queue.SimpleQueue()"),
    ("loc", "loc = threading.local()"),
    ("ids", "ids = itertools.count()"),
    ("it", "it = iter([1, 2, 3])"),
    ("pairs", "pairs = enumerate([5, 6])"),
    ("stream", "def stream():\n    yield 1\n    yield 2"),
    ("g", "g = stream()"),
    (
        "Account",
        "class Account:
    fee = 1
    def __init__(self):
        self.x = 0
    def add(self, k):
        self.x += k
    @property
    def double(self):
        return self.x * 2",
    ),
    ("o", "o = Account()"),
    (
        "Key",
        "class Key:
    def __init__(self, k):
        self.k = k
    def __hash__(self):
        return 7
    def __eq__(self, other):
        return isinstance(other, Key) and self.k == other.k",
    ),
    ("helper", "def helper(v):\n    return v + 1"),
    ("bump", "def bump():\n    global n\n    n += 1"),
    ("fail", "def fail():\n    raise KeyError(n)"),
    ("bar", "bar = threading.Barrier(2)"),
    ("gate", "gate = threading.Barrier(2, action=bump)"),
    ("pool", "pool = ThreadPoolExecutor(max_workers=1)"),
    ("wide", "wide = ThreadPoolExecutor(max_workers=2)"),
    (
        "nested",
        "def nested():\n    return pool.submit(helper, n).result()",
    ),
];

/// Whether a word is the name of a global of such programs.
pub(crate) fn is_global(word: &str) -> bool {
    SETUPS.iter().any(|setup| setup.0 == word)
}

/// A statement of a random program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement {
    /// What it is there for.
    pub(crate) feature: &'static str,
    /// The first version that has what it uses.
    since: Version,
    /// Its lines. `{i}` is a number that each function has for itself.
    pub(crate) text: &'static str,
}

const fn of(feature: &'static str, text: &'static str) -> Statement {
    Statement {
        feature,
        since: Version::V3_8,
        text,
    }
}

const fn since(since: Version, feature: &'static str, text: &'static str) -> Statement {
    Statement {
        feature,
        since,
        text,
    }
}

/// Statements that may come in any order.
pub(crate) const STATEMENTS: &[Statement] = &[
    of("variable", "n += 1"),
    of("variable", "n = n + 2"),
    of("variable", "t = n\nn = t + 1"),
    of("variable", "n = helper(n)"),
    of("variable", "m = n"),
    of("variable", "if n > 0:\n    m += 1"),
    of("variable", "def step(by=n):\n    return by + 1\nm = step()"),
    of("object", "o.x += 1"),
    of("object", "o.add(1)"),
    of("object", "m = o.double"),
    of("dict", "d['k'] += 1"),
    of("dict", "d['k'] = d.get('k', 0) + 1"),
    of("dict", "if 'z' not in d:\n    d['z'] = {i}"),
    of("dict", "d.setdefault('s', []).append(1)"),
    of("dict", "d.pop('k', None)"),
    of("dict", "del d['k']"),
    of("dict", "d[Key({i})] = n\nm += len(d)"),
    of("dict", "dd[0].append({i})"),
    of("dict", "tally['k'] += 1"),
    of("list", "l.append({i})"),
    of("list", "if l:\n    l.pop()"),
    of("list", "l[0] += 1"),
    of("list", "l.sort(key=helper)"),
    of("set", "s.add({i})"),
    of("set", "if 1 in s:\n    s.remove(1)"),
    of("deque", "dq.append({i})"),
    of("deque", "if dq:\n    m += dq.popleft()"),
    of(
        "container mutated while iterated",
        "for v in l:\n    m += v",
    ),
    of(
        "container mutated while iterated",
        "for k in d:\n    m += 1",
    ),
    of(
        "container mutated while iterated",
        "for v in s:\n    m += v",
    ),
    of(
        "container mutated while iterated",
        "for v in dq:\n    m += v",
    ),
    of(
        "container mutated while iterated",
        "try:\n    for k, v in d.items():\n        m += v\nexcept RuntimeError:\n    m -= 1",
    ),
    of(
        "container mutated while iterated",
        "m = sum([v + n for v in l])",
    ),
    of(
        "container mutated while iterated",
        "for v in l:\n    if v < 4:\n        l.append(v + 3)",
    ),
    of(
        "container mutated while iterated",
        "for k in list(d):\n    d.pop(k)",
    ),
    of("Lock", "with la:\n    n += 1"),
    of("Lock", "with la:\n    with lb:\n        n += 1"),
    of("Lock", "with lb:\n    with la:\n        m += 1"),
    of(
        "Lock",
        "if la.acquire(blocking=False):\n    n += 1\n    la.release()",
    ),
    of(
        "Lock",
        "if la.acquire(timeout=0.01):\n    la.release()\nelse:\n    n += 10",
    ),
    of("Lock", "la.acquire()\nn += 1"),
    of("Lock", "la.release()"),
    of("Lock", "m += la.locked()"),
    of("RLock", "with r:\n    with r:\n        n += 1"),
    of("RLock", "r.acquire()\nn += 1\nr.release()"),
    of("RLock", "r.acquire()"),
    of(
        "RLock",
        "try:\n    r.release()\nexcept RuntimeError:\n    m -= 1",
    ),
    of("Semaphore", "with sem:\n    n += 1"),
    of("Semaphore", "sem.acquire()\nm += 1"),
    of("Semaphore", "sem.release()"),
    of(
        "Semaphore",
        "if not sem.acquire(blocking=False):\n    m -= 1",
    ),
    of("Semaphore", "if not sem.acquire(timeout=0.01):\n    m -= 1"),
    since(Version::V3_9, "Semaphore", "sem.release(2)"),
    of("BoundedSemaphore", "with bounded:\n    n += 1"),
    of("BoundedSemaphore", "bounded.acquire()\nm += 1"),
    of("BoundedSemaphore", "bounded.release()"),
    of(
        "BoundedSemaphore",
        "try:\n    bounded.release()\nexcept ValueError:\n    m -= 1",
    ),
    of("Event", "e.set()"),
    of("Event", "if e.is_set():\n    m += 1"),
    of("Event", "e.wait()\nm += 1"),
    of("Event", "if not e.wait(timeout=0.01):\n    m -= 1"),
    of("Event", "e.clear()"),
    of("busy waiting", "while not e.is_set():\n    pass"),
    of("busy waiting", "while n == 0:\n    time.sleep(0)"),
    of("Condition", "with c:\n    n += 1\n    c.notify()"),
    of("Condition", "with c:\n    if n == 0:\n        c.wait()"),
    of("Condition", "with c:\n    n += 1\n    c.notify_all()"),
    of("Condition", "with c:\n    c.wait_for(lambda: n > 0)"),
    of(
        "Condition",
        "with c:\n    if not c.wait_for(lambda: n > 0, timeout=0.01):\n        m -= 1",
    ),
    of(
        "Condition",
        "with c:\n    if not c.wait(timeout=0.01):\n        m -= 1",
    ),
    of("Condition", "with c:\n    with c:\n        c.wait()"),
    of("Condition", "c.notify()"),
    of("Condition", "with mine:\n    n += 1\n    mine.notify()"),
    of("Condition", "with mine:\n    mine.wait()"),
    of("Barrier", "bar.wait()"),
    of("Barrier", "m += bar.wait()"),
    of(
        "Barrier",
        "try:\n    bar.wait()\nexcept threading.BrokenBarrierError:\n    m -= 1",
    ),
    of(
        "Barrier",
        "try:\n    bar.wait(timeout=0.01)\nexcept threading.BrokenBarrierError:\n    m -= 1",
    ),
    of("Barrier", "gate.wait()"),
    of("Barrier", "bar.abort()"),
    of("Barrier", "bar.reset()"),
    of("Barrier", "m += bar.n_waiting"),
    of("Queue", "q.put({i})"),
    of("Queue", "m += q.qsize()"),
    of("Queue", "m += q.get()"),
    of(
        "Queue",
        "try:\n    m += q.get_nowait()\nexcept queue.Empty:\n    m -= 1",
    ),
    of(
        "Queue",
        "try:\n    m += q.get(timeout=0.01)\nexcept queue.Empty:\n    m -= 1",
    ),
    of("Queue", "q.put({i})\nq.get()\nq.task_done()"),
    of("Queue", "q.join()"),
    of("Queue", "q.task_done()"),
    of("bounded Queue", "small.put({i})"),
    of("bounded Queue", "small.put_nowait({i})"),
    of(
        "bounded Queue",
        "try:\n    small.put({i}, timeout=0.01)\nexcept queue.Full:\n    m -= 1",
    ),
    of("bounded Queue", "m += small.get()"),
    since(Version::V3_13, "Queue.shutdown", "q.shutdown()"),
    since(
        Version::V3_13,
        "Queue.shutdown",
        "q.put({i})\nq.shutdown(immediate=True)",
    ),
    since(
        Version::V3_13,
        "Queue.shutdown",
        "try:\n    m += q.get()\nexcept queue.ShutDown:\n    m -= 1",
    ),
    since(
        Version::V3_13,
        "Queue.shutdown",
        "try:\n    q.put({i})\nexcept queue.ShutDown:\n    m -= 1",
    ),
    since(Version::V3_13, "Queue.shutdown", "small.shutdown()"),
    of("LifoQueue", "stack.put(n)\nm = stack.get()"),
    of("LifoQueue", "m += stack.get()"),
    of("PriorityQueue", "heap.put(n)\nm = heap.get()"),
    of("SimpleQueue", "fast.put(n)\nm += fast.qsize()"),
    of("SimpleQueue", "m += fast.get()"),
    of("SimpleQueue", "m += fast.get_nowait()"),
    of("local", "loc.v = n\nm = loc.v"),
    of("local", "m = loc.v"),
    of(
        "local",
        "if not hasattr(loc, 'v'):\n    loc.v = {i}\nm += loc.v",
    ),
    of(
        "shared generator",
        "try:\n    m += next(g)\nexcept (StopIteration, ValueError):\n    m -= 1",
    ),
    of("shared generator", "m += next(g)"),
    of("shared generator", "for v in g:\n    m += v"),
    of("shared generator", "g.close()"),
    of("shared iterator", "m += next(ids)"),
    of("shared iterator", "m += next(it, 0)"),
    of("shared iterator", "for v in it:\n    m += v"),
    of("shared iterator", "for k, v in pairs:\n    m += v"),
    of("exception", "raise ValueError(n)"),
    of("exception", "assert n == 0"),
    of("exception", "m = 6 // n"),
    of("exception", "sys.exit()"),
    of(
        "exception",
        "try:\n    m += d['z']\nexcept KeyError:\n    m -= 1\nfinally:\n    n += 1",
    ),
    of(
        "exception",
        "with la:\n    n += 1\n    if n > 1:\n        raise ValueError",
    ),
    of(
        "thread that starts a thread",
        "u = threading.Thread(target=bump)\nu.start()\nu.join()\nu.join()",
    ),
    of(
        "thread that starts a thread",
        "threading.Thread(target=bump).start()",
    ),
    of(
        "thread that starts a thread",
        "u = threading.Thread(target=bump)\nu.start()\nm += u.is_alive()",
    ),
    of(
        "thread that starts a thread",
        "threading.Thread(target=fail).start()",
    ),
    of("thread started or joined wrongly", "t0.join()"),
    of(
        "thread started or joined wrongly",
        "u = threading.Thread(target=bump)\nu.start()\nu.start()",
    ),
    of(
        "thread started or joined wrongly",
        "threading.Thread(target=bump).join()",
    ),
    of("submit", "wide.submit(bump)"),
    of("submit", "wide.submit(fail)"),
    of("submit", "m += wide.submit(helper, v=n).result()"),
    of("result", "m += pool.submit(helper, n).result()"),
    of("result", "pool.submit(fail).result()"),
    of("result", "m += pool.submit(nested).result()"),
    of("result", "f = pool.submit(bump)\nf.result()\nf.result()"),
    of("result", "f = pool.submit(nested)\nf.result(timeout=0.01)"),
    of("map", "m += sum(pool.map(helper, [n, 1]))"),
    of("map", "for v in wide.map(helper, l):\n    m += v"),
    of("map", "list(pool.map(helper, ['no', 1]))"),
    of(
        "exception()",
        "if pool.submit(fail).exception():\n    m -= 1",
    ),
    of(
        "exception()",
        "if pool.submit(bump).exception() is None:\n    m += 1",
    ),
    of("done()", "f = pool.submit(bump)\nm += f.done()"),
    of(
        "done()",
        "f = pool.submit(bump)\nif f.running():\n    m += 1",
    ),
    of(
        "cancel()",
        "f = pool.submit(bump)\nif f.cancel():\n    m -= 1",
    ),
    of(
        "cancel()",
        "f = pool.submit(bump)\nf.cancel()\nm += f.cancelled()\nf.result()",
    ),
    of(
        "as_completed",
        "for f in as_completed([wide.submit(helper, 1), wide.submit(helper, n)]):\n    m = m * 2 + f.result()",
    ),
    of("shutdown", "pool.shutdown()"),
    of("shutdown", "pool.submit(bump)\npool.shutdown(wait=False)"),
    since(
        Version::V3_9,
        "shutdown",
        "f = pool.submit(bump)\npool.shutdown(cancel_futures=True)\nm += f.cancelled()",
    ),
    of("with executor", "with wide:\n    wide.submit(bump)"),
    of(
        "with executor",
        "with ThreadPoolExecutor(1) as own:\n    f = own.submit(helper, n)\nm += f.result()",
    ),
    of("print", "print(n)"),
    of("print", "print(n, m, sep='-', end='.')"),
];

/// Who runs the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Threads that the main thread joins.
    Joined,
    /// Threads that nobody joins.
    Left,
    /// Threads that nobody joins and that end with the program.
    Daemons,
    /// Threads, and the main thread meanwhile: it runs the last body.
    MainToo,
    /// The jobs of an executor with so many workers.
    Jobs(usize),
}

/// A random program before its version is known.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) shape: Shape,
    /// The statements of each function, as numbers.
    bodies: Vec<Vec<usize>>,
    /// How many threads run the first body, if there is only one.
    threads: usize,
}

/// Functions of up to `longest` statements, one for each of `threads` threads.
pub(crate) fn different(
    shape: Shape,
    threads: usize,
    longest: usize,
) -> impl Strategy<Value = Program> {
    let body = prop::collection::vec(any::<usize>(), 1..=longest);
    prop::collection::vec(body, threads).prop_map(move |bodies| Program {
        shape,
        bodies,
        threads,
    })
}

/// Two threads with a statement each.
pub(crate) fn pair(first: usize, second: usize) -> Program {
    Program {
        shape: Shape::Joined,
        bodies: vec![vec![first], vec![second]],
        threads: 2,
    }
}

/// Two or three threads that run one function: two if it has more than one statement.
pub(crate) fn equal(shape: Shape) -> impl Strategy<Value = Program> {
    (prop::collection::vec(any::<usize>(), 1..3), 2usize..4).prop_map(move |(body, threads)| {
        Program {
            shape,
            threads: if body.len() > 1 { 2 } else { threads },
            bodies: vec![body],
        }
    })
}

impl Program {
    /// The statements that it has under a version.
    pub(crate) fn statements(&self, version: Version) -> Vec<&'static Statement> {
        self.bodies
            .iter()
            .flatten()
            .map(|number| pick(*number, version))
            .collect()
    }

    /// The text under some rules.
    pub(crate) fn source(&self, rules: Rules) -> String {
        let mut code = String::new();
        let main_runs = self.shape == Shape::MainToo;
        let started = if main_runs {
            self.threads - 1
        } else {
            self.threads
        };
        let body = |function: usize| {
            let lines = self.bodies[function].iter().flat_map(|number| {
                let text = pick(*number, rules.version).text;
                let text = text.replace("{i}", &(function + 5).to_string());
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            });
            lines.collect::<Vec<String>>()
        };
        let function = |thread: usize| thread.min(self.bodies.len() - 1);
        for number in 0..=function(started - 1) {
            code.push_str(&format!("def w{number}():\n    global n, m\n"));
            for line in body(number) {
                code.push_str(&format!("    {line}\n"));
            }
        }
        match self.shape {
            Shape::Jobs(workers) => {
                code.push_str(&format!("with ThreadPoolExecutor({workers}) as jobs:\n"));
                for thread in 0..started {
                    code.push_str(&format!(
                        "    f{thread} = jobs.submit(w{})\n",
                        function(thread)
                    ));
                }
                for thread in 0..started {
                    code.push_str(&format!("print(type(f{thread}.exception()).__name__)\n"));
                }
            }
            shape => {
                let daemon = if shape == Shape::Daemons {
                    ", daemon=True"
                } else {
                    ""
                };
                for thread in 0..started {
                    code.push_str(&format!(
                        "t{thread} = threading.Thread(target=w{}{daemon})\n",
                        function(thread)
                    ));
                }
                for thread in 0..started {
                    code.push_str(&format!("t{thread}.start()\n"));
                }
                if main_runs {
                    let lines = body(self.bodies.len() - 1);
                    code.push_str(&(lines.join("\n") + "\n"));
                }
                if matches!(shape, Shape::Joined | Shape::MainToo) {
                    for thread in 0..started {
                        code.push_str(&format!("t{thread}.join()\n"));
                    }
                }
            }
        }
        if !matches!(self.shape, Shape::Left | Shape::Daemons) {
            code.push_str("print(n, m)\n");
        }
        let mut source = "import threading\n".to_owned();
        for setup in needed(&code) {
            source.push_str(setup);
            source.push('\n');
        }
        source + &code
    }
}

fn pick(number: usize, version: Version) -> &'static Statement {
    let known: Vec<&Statement> = STATEMENTS
        .iter()
        .filter(|statement| statement.since <= version)
        .collect();
    known[number % known.len()]
}

/// The globals that a text names, and those that they name, in the order in which they are made.
fn needed(code: &str) -> Vec<&'static str> {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
            .map(str::to_owned)
            .collect()
    };
    let mut named: BTreeSet<String> = words(code).into_iter().collect();
    named.insert("n".to_owned());
    named.insert("m".to_owned());
    loop {
        let wanted = SETUPS.iter().filter(|setup| named.contains(setup.0));
        let more: Vec<String> = wanted.flat_map(|setup| words(setup.1)).collect();
        let before = named.len();
        named.extend(more);
        if named.len() == before {
            break;
        }
    }
    let wanted = SETUPS.iter().filter(|setup| named.contains(setup.0));
    wanted.map(|setup| setup.1).collect()
}
