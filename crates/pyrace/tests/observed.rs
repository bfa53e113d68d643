//! What real interpreters were seen to do and the explorer once did not know.
//!
//! Each program is what was left of a random one that `examples/observe` ran, or of one that was written
//! because of such a run.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use pyrace::{Explorer, Program, Rules, Status};

/// The ends under some rules: what was printed, or the kind of the end and the variables that are watched.
fn ends(source: &str, rules: Rules, watched: &[&str]) -> BTreeSet<String> {
    let mut program = Program::compile(source, rules).unwrap();
    let watched: Vec<String> = watched.iter().map(|name| (*name).to_owned()).collect();
    program.watch(&watched).unwrap();
    let report = Explorer::new(&program).run();
    assert!(report.complete, "{rules}");
    let raw = Explorer::new(&program)
        .reduction(false)
        .symmetry(false)
        .run();
    let outcomes = |report: &pyrace::Report| -> BTreeSet<String> {
        let outcomes = report.counted.iter().map(|end| &end.outcome);
        outcomes
            .map(|outcome| {
                let mut words: Vec<String> = outcome.out.clone();
                words.extend(
                    outcome
                        .vars
                        .iter()
                        .map(|(name, value)| format!("{name}={value}")),
                );
                words.extend(
                    outcome
                        .exceptions
                        .iter()
                        .map(|uncaught| uncaught.class.clone()),
                );
                if matches!(outcome.status, Status::Deadlock | Status::Stuck) {
                    words.insert(0, outcome.status.name().to_owned());
                }
                words.join(" ")
            })
            .collect()
    };
    if raw.complete {
        assert_eq!(outcomes(&report), outcomes(&raw), "{rules}");
    }
    outcomes(&report)
}

fn set(ends: &[&str]) -> BTreeSet<String> {
    ends.iter().map(|end| (*end).to_owned()).collect()
}

#[test]
fn the_main_thread_does_not_wait_for_a_thread_that_another_one_started() {
    let source = "\
import threading
n = 0
def bump():
    global n
    n += 1
def starter():
    threading.Thread(target=bump).start()
t = threading.Thread(target=starter)
t.start()
t.join()
print(n)
";
    for rules in Rules::versions() {
        assert_eq!(ends(source, *rules, &[]), set(&["0", "1"]), "{rules}");
    }
}

#[test]
fn an_executor_that_a_thread_used_does_not_keep_the_main_thread() {
    let source = "\
import threading
from concurrent.futures import ThreadPoolExecutor
n = 0
pool = ThreadPoolExecutor(1)
def bump():
    global n
    n += 1
def user():
    pool.submit(bump)
t = threading.Thread(target=user)
t.start()
t.join()
print(n)
";
    for rules in Rules::versions() {
        assert_eq!(
            ends(source, *rules, &["n"]),
            set(&["0 n=1", "1 n=1"]),
            "{rules}"
        );
    }
}

#[test]
fn executors_take_no_job_after_the_end_of_the_main_thread() {
    let source = "\
import threading
from concurrent.futures import ThreadPoolExecutor
n = 0
pool = ThreadPoolExecutor(1)
def bump():
    global n
    n += 1
threading.Thread(target=pool.submit, args=(bump,)).start()
";
    for rules in Rules::versions() {
        // In 3.8 executors close when all other threads have ended.
        let expected: &[&str] = match rules.name {
            "3.8" => &["n=1"],
            _ => &["n=1", "n=0 RuntimeError"],
        };
        assert_eq!(ends(source, *rules, &["n"]), set(expected), "{rules}");
    }
}

#[test]
fn an_exception_among_the_results_of_map_cancels_the_jobs_that_have_not_begun() {
    let source = "\
from concurrent.futures import ThreadPoolExecutor
n = 0
def divide(by):
    global n
    n += 6 // by
with ThreadPoolExecutor(1) as pool:
    results = pool.map(divide, [0, 2])
    try:
        next(results)
    except ZeroDivisionError:
        print(next(results, 'no more'))
";
    for rules in Rules::versions() {
        let expected = set(&["no more n=0", "no more n=3"]);
        assert_eq!(ends(source, *rules, &["n"]), expected, "{rules}");
    }
}

#[test]
fn a_notification_can_be_lost_to_a_thread_whose_time_is_up() {
    let source = "\
import threading
c = threading.Condition()
waiting = 0
told = False
got = None
def patient():
    global waiting
    with c:
        waiting += 1
        c.wait()
def hasty():
    global waiting, got
    with c:
        waiting += 1
        got = c.wait(timeout=0.01)
def teller():
    global told
    with c:
        if waiting == 2:
            told = True
            c.notify()
for work in [hasty, patient, teller]:
    threading.Thread(target=work).start()
";
    for name in ["3.8", "3.10", "3.12", "3.14", "3.14t"] {
        let ends = ends(source, name.parse().unwrap(), &["told", "got"]);
        // The patient one waits for ever, although one of two was told and the other gave up.
        assert!(
            ends.contains("deadlock got=False told=True"),
            "{name}: {ends:?}"
        );
    }
}

#[test]
fn a_condition_is_seen_held_while_its_body_calls_nothing() {
    for made in ["Condition()", "Semaphore(1)"] {
        let source = format!(
            "\
import threading
n = 0
busy = False
c = threading.{made}
def work():
    global n
    with c:
        n += 1
def look():
    global busy
    if c.acquire(blocking=False):
        c.release()
    else:
        busy = True
threading.Thread(target=work).start()
threading.Thread(target=look).start()
"
        );
        for rules in Rules::versions() {
            let expected = set(&["busy=False", "busy=True"]);
            assert_eq!(ends(&source, *rules, &["busy"]), expected, "{rules} {made}");
        }
    }
}

#[test]
fn another_thread_can_run_between_an_argument_and_the_work_of_a_library_function() {
    let source = "\
import threading
n = 0
seen = None
e = threading.Event()
def first():
    global n
    old = n
    e.set()
    n = old + 1
def second():
    global n, seen
    n = 5
    seen = e.is_set()
threading.Thread(target=first).start()
threading.Thread(target=second).start()
";
    for rules in Rules::versions() {
        let ends = ends(source, *rules, &["n", "seen"]);
        assert!(ends.contains("n=1 seen=False"), "{rules}: {ends:?}");
    }
}
