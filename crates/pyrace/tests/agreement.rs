//! The full search, the reduced one and the sorted one find the same outcomes, and count the same.
//!
//! Programs are generated: two or three threads whose bodies are random statements over shared counters,
//! containers, locks, conditions, queues, events, semaphores, barriers, generators and exceptions.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pyrace::{Explorer, Limits, Outcome, Program, Report, Rules};

const PROLOGUE: &str = "\
import threading, queue, itertools
n = 0
m = 0
d = {'k': 0}
l = [1, 2]
s = {1}
q = queue.Queue()
small = queue.Queue(1)
a = threading.Lock()
b = threading.Lock()
r = threading.RLock()
c = threading.Condition()
e = threading.Event()
sem = threading.Semaphore(1)
bounded = threading.BoundedSemaphore(1)
fast = queue.SimpleQueue()
bar = threading.Barrier(2)
loc = threading.local()
ids = itertools.count()
class Account:
    fee = 1
    def __init__(self):
        self.x = 0
    def add(self, k):
        self.x += k
    @property
    def double(self):
        return self.x * 2
o = Account()
class Key:
    def __init__(self, k):
        self.k = k
    def __hash__(self):
        return 7
    def __eq__(self, other):
        return isinstance(other, Key) and self.k == other.k
def stream():
    yield 1
    yield 2
g = stream()
it = iter([1, 2, 3])
def helper(v):
    return v + 1
";

/// Statements that may come in any order. `{i}` is the number of the thread.
const STATEMENTS: [&str; 50] = [
    "n += 1",
    "n = n + 2",
    "t = n\nn = t + 1",
    "n = helper(n)",
    "m = n",
    "if n > 0:\n    m += 1",
    "d['k'] += 1",
    "d['k'] = d.get('k', 0) + 1",
    "if 'z' not in d:\n    d['z'] = {i}",
    "d.setdefault('s', []).append(1)",
    "d.pop('k', None)",
    "del d['k']",
    "l.append({i})",
    "if l:\n    l.pop()",
    "l[0] += 1",
    "for v in l:\n    m += v",
    "s.add({i})",
    "with a:\n    n += 1",
    "with a:\n    with b:\n        n += 1",
    "with b:\n    with a:\n        m += 1",
    "with r:\n    with r:\n        n += 1",
    "if a.acquire(blocking=False):\n    n += 1\n    a.release()",
    "if a.acquire(timeout=1):\n    a.release()\nelse:\n    n += 10",
    "with sem:\n    n += 1",
    "q.put({i})",
    "m += q.qsize()",
    "try:\n    m += q.get_nowait()\nexcept queue.Empty:\n    m -= 1",
    "small.put({i})",
    "e.set()",
    "if e.is_set():\n    m += 1",
    "with c:\n    n += 1\n    c.notify()",
    "with c:\n    if n == 0:\n        c.wait()",
    "o.x += 1",
    "o.add(1)",
    "m = o.double",
    "loc.v = n\nm = loc.v",
    "m += next(ids)",
    "try:\n    m += next(g)\nexcept (StopIteration, ValueError):\n    m -= 1",
    "m += next(it, 0)",
    "raise ValueError(n)",
    "with c:\n    n += 1\n    c.notify_all()",
    "with c:\n    c.wait_for(lambda: n > 0)",
    "bar.wait()",
    "try:\n    bounded.release()\nexcept ValueError:\n    m -= 1",
    "fast.put(n)\nm += fast.qsize()",
    "q.put({i})\nq.get()\nq.task_done()",
    "q.join()",
    "try:\n    m += d['z']\nexcept KeyError:\n    m -= 1\nfinally:\n    n += 1",
    "d[Key({i})] = n\nm += len(d)",
    "def step(by=n):\n    return by + 1\nm = step()",
];

fn program(bodies: &[Vec<usize>], same: bool, joined: bool) -> String {
    let mut source = PROLOGUE.to_owned();
    let bodies: Vec<&Vec<usize>> = if same {
        vec![&bodies[0]; bodies.len()]
    } else {
        bodies.iter().collect()
    };
    let functions = if same { 1 } else { bodies.len() };
    for (i, body) in bodies.iter().take(functions).enumerate() {
        source.push_str(&format!("def w{i}():\n    global n, m\n"));
        for statement in *body {
            for line in STATEMENTS[*statement]
                .replace("{i}", &(i + 5).to_string())
                .lines()
            {
                source.push_str(&format!("    {line}\n"));
            }
        }
    }
    for i in 0..bodies.len() {
        let function = if same { 0 } else { i };
        source.push_str(&format!("t{i} = threading.Thread(target=w{function})\n"));
    }
    for i in 0..bodies.len() {
        source.push_str(&format!("t{i}.start()\n"));
    }
    if joined {
        for i in 0..bodies.len() {
            source.push_str(&format!("t{i}.join()\n"));
        }
        source.push_str("print(n, m)\n");
    }
    source
}

const LIMITS: Limits = Limits {
    states: 60_000,
    bytecode_states: 0,
    steps: 20_000_000,
};

fn explore(program: &Program, reduce: bool, symmetric: bool) -> Report {
    Explorer::new(program)
        .limits(LIMITS)
        .reduction(reduce)
        .symmetry(symmetric)
        .run()
}

fn outcomes(report: &Report) -> BTreeMap<Outcome, Option<String>> {
    report
        .counted
        .iter()
        .map(|counted| {
            (
                counted.outcome.clone(),
                counted.count.as_ref().map(ToString::to_string),
            )
        })
        .collect()
}

/// What an end is worth when the number of its schedules does not matter.
fn ends(report: &Report) -> Vec<Outcome> {
    outcomes(report).into_keys().collect()
}

fn check(source: &str, rules: Rules) -> Result<(), TestCaseError> {
    let program =
        Program::compile(source, rules).map_err(|d| TestCaseError::fail(d[0].render(source)))?;
    let reduced = explore(&program, true, false);
    prop_assert!(
        !reduced.refused,
        "{}\n{}",
        source,
        reduced.diagnostics[0].render(source)
    );
    let full = explore(&program, false, false);
    let cut = |report: &Report| report.limit_reached().is_some();
    if cut(&reduced) || cut(&full) {
        return Ok(());
    }
    let sorted = explore(&program, true, true);
    let full_sorted = explore(&program, false, true);
    prop_assert_eq!(
        ends(&full),
        ends(&reduced),
        "full and reduced under {}:\n{}",
        rules,
        source
    );
    prop_assert_eq!(
        outcomes(&reduced),
        outcomes(&sorted),
        "reduced and sorted under {}:\n{}",
        rules,
        source
    );
    prop_assert_eq!(
        outcomes(&full),
        outcomes(&full_sorted),
        "full and sorted under {}:\n{}",
        rules,
        source
    );
    prop_assert_eq!(
        &reduced.schedules.visible,
        &sorted.schedules.visible,
        "{}",
        source
    );
    for counted in &sorted.counted {
        prop_assert!(
            counted.witness.is_some(),
            "every outcome has a witness:\n{}",
            source
        );
    }
    let calm = |report: &Report| -> Vec<u32> {
        report
            .counted
            .iter()
            .filter_map(|c| Some(c.witness.as_ref()?.preemptions))
            .collect()
    };
    prop_assert_eq!(
        calm(&reduced),
        calm(&sorted),
        "preemptions under {}:\n{}",
        rules,
        source
    );
    Ok(())
}

/// The same programs in every run: no verdict depends on chance.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(22),
        ..ProptestConfig::default()
    }
}

fn statement() -> impl Strategy<Value = usize> {
    0..STATEMENTS.len()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn different_threads(
        bodies in prop::collection::vec(prop::collection::vec(statement(), 1..3), 2..3),
        rules in 0usize..4,
    ) {
        check(&program(&bodies, false, true), Rules::teaching()[rules])?;
    }

    #[test]
    fn equal_threads(
        body in prop::collection::vec(statement(), 1..3),
        threads in 2usize..4,
        rules in 0usize..4,
    ) {
        let threads = if body.len() > 1 { 2 } else { threads };
        check(&program(&vec![body; threads], true, true), Rules::teaching()[rules])?;
    }

    #[test]
    fn every_version(
        bodies in prop::collection::vec(prop::collection::vec(statement(), 1..2), 2..3),
        version in 0usize..11,
    ) {
        check(&program(&bodies, false, true), Rules::versions()[version])?;
    }

    #[test]
    fn threads_that_nobody_joins(
        bodies in prop::collection::vec(prop::collection::vec(statement(), 1..2), 2..3),
        rules in 0usize..4,
    ) {
        check(&program(&bodies, false, false), Rules::teaching()[rules])?;
    }
}
