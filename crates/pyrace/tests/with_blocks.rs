//! Tables name the steps that enter and leave a `with` block in words.
//!
//! The line tables of CPython do not tell them: to 3.9 the call of `__exit__` has the last line of the body,
//! and from 3.10 on that of the `with`, as the call of `__enter__` has.

use std::fmt::Write as _;

use pyrace::{Explorer, Program, Rules};

const PROGRAM: &str = "\
import threading
n = 0
lock = threading.Lock()

def normally():
    global n
    with lock:
        n += 1

def early():
    with lock:
        return n

def with_an_exception():
    with lock:
        n.missing

def over_lines():
    with (
        lock
        if n
        else lock
    ):
        pass

def all_of_them():
    normally()
    early()
    over_lines()
    with_an_exception()

a = threading.Thread(target=all_of_them)
b = threading.Thread(target=early)
a.start()
b.start()
a.join()
b.join()
";

#[test]
fn entering_and_leaving_are_told_in_words_under_every_version() {
    let mut all = String::new();
    for rules in Rules::versions() {
        let program = Program::compile(PROGRAM, *rules).unwrap();
        let report = Explorer::new(&program).run();
        assert!(report.complete, "{rules}");
        let (_, trace) = report.traces.iter().next().unwrap();
        writeln!(all, "{rules}").unwrap();
        let about = |text: &str| text.contains("entering") || text.contains("leaving");
        for row in trace.rows.iter().filter(|row| row.thread == 1) {
            if about(&row.text) {
                let changes = row.changes.iter();
                let changes: Vec<String> = changes
                    .map(|(name, value)| format!("{name} = {value}"))
                    .collect();
                writeln!(
                    all,
                    "  line {}: {}  {}",
                    row.line,
                    row.text,
                    changes.join(", ")
                )
                .unwrap();
            }
        }
    }
    let lines: Vec<&str> = all.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
