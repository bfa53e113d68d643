//! What the documentation guarantees for list, dict and set without the GIL, as a table.
//!
//! The rows follow "Thread Safety Guarantees" of the library reference (3.14 and 3.15): operations that
//! are atomic, that hold the container's lock, that only look atomic, and iteration. Each row has a
//! program of two threads and everything that can come out of it under the rules `free_threaded`.

use pyrace::{Explorer, Program, Rules};

/// Setup, what the two threads do, what is printed, and all outcomes.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const LISTS: &[Row] = &[
    // `append` is atomic.
    (
        "l = []",
        "l.append(1)",
        "l.append(2)",
        "sorted(l)",
        &["[1, 2]"],
    ),
    // `pop()` is atomic: each item is given out once.
    (
        "l = [1, 2]; out = []",
        "out.append(l.pop())",
        "out.append(l.pop())",
        "sorted(out)",
        &["[1, 2]"],
    ),
    // `l[i]` and `l[i] = x` are atomic.
    (
        "l = [0]; out = []",
        "l[0] = 7",
        "out.append(l[0])",
        "out",
        &["[0]", "[7]"],
    ),
    // `l[i] = l[i] + 1` is not.
    (
        "l = [0]",
        "l[0] = l[0] + 1",
        "l[0] = l[0] + 1",
        "l",
        &["[1]", "[2]"],
    ),
    ("l = [0]", "l[0] += 1", "l[0] += 1", "l", &["[1]", "[2]"]),
    // `if l: l.pop()` is a check and an act.
    (
        "l = [1]; out = []",
        "if l: out.append(l.pop())",
        "if l: out.append(l.pop())",
        "out",
        &["[1]", "[1] IndexError"],
    ),
    // `extend` with a list is one step.
    (
        "l = []",
        "l.extend([1, 1])",
        "l.extend([2, 2])",
        "l",
        &["[1, 1, 2, 2]", "[2, 2, 1, 1]"],
    ),
    // `+=` with a list is one step for the list.
    (
        "l = []; d = [l]",
        "d[0].extend((1, 1))",
        "l.append(2)",
        "l",
        &["[1, 1, 2]", "[2, 1, 1]"],
    ),
    // `copy`, `clear`, `reverse`.
    (
        "l = [1, 2]; out = []",
        "out.append(l.copy())",
        "l.clear()",
        "out",
        &["[[1, 2]]", "[[]]"],
    ),
    (
        "l = [1, 2]; out = []",
        "l.reverse()",
        "out.append(list(l))",
        "out",
        &["[[1, 2]]", "[[2, 1]]"],
    ),
    // `sort` is not atomic: the list looks empty meanwhile. Writers wait for its end.
    (
        "l = [2, 1]; out = []",
        "l.sort()",
        "out.append(len(l))",
        "out",
        &["[0]", "[2]"],
    ),
    (
        "l = [2, 1]",
        "l.sort()",
        "l.append(0)",
        "l",
        &["[0, 1, 2]", "[1, 2, 0]"],
    ),
    // Iteration sees each moment of the list.
    (
        "l = [1, 2]; out = []",
        "for x in l: out.append(x)",
        "l.pop(0)",
        "out",
        &["[1, 2]", "[1]", "[2]"],
    ),
    // A shared iterator may give an item twice.
    (
        "it = iter([1, 2]); out = []",
        "out.append(next(it))",
        "out.append(next(it))",
        "sorted(out)",
        &["[1, 1]", "[1, 2]"],
    ),
];

const DICTS: &[Row] = &[
    // Stores are atomic.
    ("d = {}", "d[1] = 1", "d[2] = 2", "sorted(d)", &["[1, 2]"]),
    (
        "d = {}",
        "d['k'] = 'a'",
        "d['k'] = 'b'",
        "d",
        &["{'k': 'a'}", "{'k': 'b'}"],
    ),
    // `get`, `in`, `len` see one moment.
    (
        "d = {}; out = []",
        "d['k'] = 1",
        "out.append(d.get('k'))",
        "out",
        &["[1]", "[None]"],
    ),
    (
        "d = {}; out = []",
        "d['k'] = 1",
        "out.append(('k' in d, len(d)))",
        "out",
        &["[(False, 0)]", "[(False, 1)]", "[(True, 1)]"],
    ),
    // `setdefault` gives one object to all.
    (
        "d = {}; out = []",
        "out.append(d.setdefault('k', 1))",
        "out.append(d.setdefault('k', 2))",
        "out",
        &["[1, 1]", "[2, 2]"],
    ),
    // `pop` with a default gives a value out once.
    (
        "d = {'k': 1}; out = []",
        "out.append(d.pop('k', 0))",
        "out.append(d.pop('k', 0))",
        "sorted(out)",
        &["[0, 1]"],
    ),
    // `update` with a dict, `copy`, `clear`, `list(d)` are one step.
    (
        "d = {}; out = []",
        "d.update({1: 1, 2: 2})",
        "out.append(len(d))",
        "out",
        &["[0]", "[2]"],
    ),
    (
        "d = {1: 1}; out = []",
        "d.clear()",
        "out.append(d.copy())",
        "out",
        &["[{1: 1}]", "[{}]"],
    ),
    (
        "d = {1: 1}; out = []",
        "d[2] = 2",
        "out.append(list(d))",
        "out",
        &["[[1, 2]]", "[[1]]"],
    ),
    // `d[k] = d[k] + 1` is not one step.
    (
        "d = {'k': 0}",
        "d['k'] += 1",
        "d['k'] += 1",
        "d",
        &["{'k': 1}", "{'k': 2}"],
    ),
    // Neither is `if k in d: del d[k]`.
    (
        "d = {'k': 1}",
        "if 'k' in d: del d['k']",
        "if 'k' in d: del d['k']",
        "d",
        &["{}", "{} KeyError"],
    ),
    // Iteration over a dict that changes.
    (
        "d = {1: 1}; out = []",
        "for k in d: out.append(k)",
        "d[2] = 2",
        "out",
        &["[1, 2]", "[1]", "[1] RuntimeError", "[] RuntimeError"],
    ),
];

const SETS: &[Row] = &[
    (
        "s = set()",
        "s.add(1)",
        "s.add(2)",
        "sorted(s)",
        &["[1, 2]"],
    ),
    (
        "s = {1}; out = []",
        "s.discard(1)",
        "out.append((1 in s, len(s)))",
        "out",
        &["[(False, 0)]", "[(True, 0)]", "[(True, 1)]"],
    ),
    (
        "s = {1}; out = []",
        "out.append(s.pop())",
        "s.discard(1)",
        "out",
        &["[1]", "[] KeyError"],
    ),
    (
        "s = {1}; out = []",
        "s.add(2)",
        "out.append(len(s.copy()))",
        "out",
        &["[1]", "[2]"],
    ),
    ("s = {1}", "s.clear()", "s.add(2)", "s", &["set()", "{2}"]),
    (
        "s = {1}",
        "if 1 in s: s.remove(1)",
        "if 1 in s: s.remove(1)",
        "s",
        &["set()", "set() KeyError"],
    ),
];

fn program(row: &Row) -> String {
    let (setup, first, second, shown, _) = row;
    format!(
        "import threading\n{setup}\ndef a():\n    {first}\ndef b():\n    {second}\n\
         t = threading.Thread(target=a)\nu = threading.Thread(target=b)\n\
         t.start(); u.start()\nt.join(); u.join()\nprint({shown})\n"
    )
}

fn outcomes(source: &str, rules: Rules) -> Vec<String> {
    let program = Program::compile(source, rules).expect("the rows are supported");
    let report = Explorer::new(&program).run();
    assert!(report.complete, "{source}");
    let mut texts: Vec<String> = report
        .counted
        .iter()
        .map(|counted| {
            let mut words = counted.outcome.out.clone();
            words.extend(counted.outcome.exceptions.iter().map(|e| e.class.clone()));
            words.join(" ")
        })
        .collect();
    texts.sort();
    texts.dedup();
    texts
}

#[test]
fn lists_dicts_and_sets_do_what_the_documentation_says() {
    let rules = ["free_threaded", "3.13t", "3.14t", "3.15t"];
    for name in rules {
        let rules: Rules = name.parse().expect("a row of the table");
        for row in LISTS.iter().chain(DICTS).chain(SETS) {
            let source = program(row);
            assert_eq!(outcomes(&source, rules), row.4, "{name}:\n{source}");
        }
    }
}
