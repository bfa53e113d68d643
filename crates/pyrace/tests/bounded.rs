//! Programs that would take all time or memory are refused with a place, or end at a limit.

use pyrace::{Explorer, Limits, Program, Report, Rules};

/// Few steps: what is refused is refused before them.
const LIMITS: Limits = Limits {
    states: 2_000,
    bytecode_states: 0,
    steps: 200_000,
};

fn explore(source: &str) -> Report {
    let rules: Rules = "3.12".parse().expect("a version of the table");
    let program = Program::compile(source, rules).expect("the text is a program");
    Explorer::new(&program).limits(LIMITS).run()
}

/// Line and message of the refusal.
fn refusal(source: &str) -> (u32, String) {
    let report = explore(source);
    assert!(report.refused, "{source}");
    let found = &report.diagnostics[0];
    assert!(found.hint.is_some(), "{}", found.message);
    let line = pyrace::source::LineIndex::new(source).line_of(found.span.start);
    (line, found.message.clone())
}

#[test]
fn texts_of_any_width_are_refused_and_not_cut() {
    let programs = [
        "x = f'{1:10001}'\n",
        "x = f'{1:99999999999999999999999}'\n",
        "w = 10 ** 9\nx = f'{1:{w}}'\n",
        "x = f'{1.5:.10001f}'\n",
        "n = 1\nx = '%10001d' % n\n",
        "n = 1\nx = '%99999999999999999999999d' % n\n",
        "x = 'a'.ljust(10001)\n",
        "x = 'a'.center(10 ** 12, '-')\n",
    ];
    for source in programs {
        let (line, message) = refusal(source);
        assert_eq!(line as usize, source.lines().count(), "{source}");
        assert_eq!(
            message,
            "a width above 10000 is not supported by the explorer"
        );
    }
    let report = explore("x = len(f'{1:10000}') + len('a'.rjust(10000))\n");
    assert_eq!(report.counted[0].outcome.vars[0].1, "20000");
}

#[test]
fn texts_that_grow_without_end_are_refused() {
    let programs = [
        "s = 'a'\nwhile True:\n    s += s\n",
        "s = 'a'\nwhile True:\n    s = s.replace('a', 'aa')\n",
        "s = 'a'\nwhile True:\n    s = '-'.join([s, s])\n",
    ];
    for source in programs {
        assert_eq!(
            refusal(source),
            (3, "a sequence gets too long for the explorer".to_owned())
        );
    }
}

#[test]
fn a_program_that_prints_for_ever_ends_at_a_limit() {
    let report = explore("while True:\n    print('x')\n");
    assert!(report.limit_reached().is_some());
}

#[test]
fn a_long_output_is_dropped_without_using_up_the_stack() {
    let source = "for i in range(30000):\n    print(i)\n";
    let rules: Rules = "3.12".parse().expect("a version of the table");
    let program = Program::compile(source, rules).expect("the text is a program");
    let report = Explorer::new(&program).run();
    assert!(!report.refused);
    drop(report);
}
