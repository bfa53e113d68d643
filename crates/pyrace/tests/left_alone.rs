//! Generators that are left alone inside `try` or `with` are refused: CPython runs the rest of the block
//! when the last reference goes, and the explorer does not know that moment.

use pyrace::{Explorer, Program, Report, Rules};

const FINALLY: &str = "\
def numbers():
    try:
        yield 1
        yield 2
    finally:
        print('done')
";

const WITH: &str = "\
import threading
lock = threading.Lock()
def numbers():
    with lock:
        yield 1
        yield 2
";

const PLAIN: &str = "\
def numbers():
    for n in (1, 2):
        yield n
    try:
        print('last')
    finally:
        print('done')
";

fn explore(parts: [&str; 2], rules: Rules) -> Report {
    let source = parts.concat();
    let program = Program::compile(&source, rules).expect("the program is supported");
    Explorer::new(&program).run()
}

/// The line of the refusal under each version, which must be the same, or what the program prints.
fn answer(definitions: &str, use_of_it: &str) -> Result<Vec<String>, u32> {
    let mut answers = Vec::new();
    for rules in Rules::versions() {
        let report = explore([definitions, use_of_it], *rules);
        answers.push(match report.diagnostics.first() {
            Some(found) => {
                assert!(report.refused, "{rules}: {found}");
                assert_eq!(
                    found.message,
                    "a generator that is left alone inside `try` or `with` is not supported by the \
                     explorer"
                );
                let before = &definitions[..found.span.start as usize];
                Err(u32::try_from(before.lines().count()).expect("a few lines"))
            }
            None => {
                assert_eq!(report.counted.len(), 1, "{rules}");
                Ok(report.counted[0].outcome.out.clone())
            }
        });
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the versions agree: {answers:?}");
    answers.remove(0)
}

#[test]
fn a_generator_that_is_dropped_in_a_try_is_refused_at_its_yield() {
    assert_eq!(answer(FINALLY, "print(next(numbers()))\n"), Err(3));
    let left_by_break = "for n in numbers():\n    if n == 2:\n        break\nprint(n)\n";
    assert_eq!(answer(FINALLY, left_by_break), Err(4));
    let local = "def f():\n    g = numbers()\n    return next(g)\nprint(f())\n";
    assert_eq!(answer(WITH, local), Err(5));
}

#[test]
fn a_generator_that_waits_in_a_try_at_the_end_of_the_program_is_refused() {
    assert_eq!(answer(FINALLY, "g = numbers()\nprint(next(g))\n"), Err(3));
}

#[test]
fn a_generator_that_is_used_up_or_closed_is_explored() {
    let printed = |lines: &[&str]| Ok(lines.iter().map(|line| (*line).to_owned()).collect());
    assert_eq!(
        answer(FINALLY, "print(list(numbers()))\n"),
        printed(&["done", "[1, 2]"])
    );
    let closed = "g = numbers()\nprint(next(g))\ng.close()\n";
    assert_eq!(answer(FINALLY, closed), printed(&["1", "done"]));
    let never_started = "g = numbers()\nprint('here')\n";
    assert_eq!(answer(FINALLY, never_started), printed(&["here"]));
}

#[test]
fn a_generator_that_waits_outside_of_a_try_may_be_left_alone() {
    let dropped = "print(next(numbers()))\ng = numbers()\nprint(next(g))\n";
    assert_eq!(
        answer(PLAIN, dropped),
        Ok(vec!["1".to_owned(), "1".to_owned()])
    );
}
