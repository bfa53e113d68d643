//! Programs that would take all time or memory are refused with a place, or end at a limit.

use pyrace::{Explorer, Limits, Program, Report, Rules};

/// Few steps: what is refused is refused before them.
const LIMITS: Limits = Limits {
    states: 2_000,
    bytecode_states: 0,
    steps: 200_000,
};

fn explore(source: &str) -> Report {
    explore_with(source, LIMITS.steps)
}

fn explore_with(source: &str, steps: u64) -> Report {
    let rules: Rules = "3.12".parse().expect("a version of the table");
    let program = Program::compile(source, rules).expect("the text is a program");
    let limits = Limits { steps, ..LIMITS };
    Explorer::new(&program).limits(limits).run()
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

#[test]
fn operations_that_look_at_too_much_are_refused() {
    let double = "for _ in range(60):\n    a = (a, a)\n    b = (b, b)\n";
    let wrap = "for _ in range(300):\n    a = (a,)\n    b = (b,)\n";
    let uses = [
        "a == b",
        "a < b",
        "hash(a)",
        "repr(a)",
        "print(a)",
        "f'{a}'",
        "'%s' % (a,)",
        "a in [b]",
        "[b].index(a)",
        "{a: 1}",
        "{a}",
    ];
    let long = "an operation looks at too many items for the explorer";
    let deep = "containers nested this deeply are not supported by the explorer";
    // What is too long costs what it may before it is refused: one of them keeps the test quick.
    for (made, uses, message) in [(double, &["a == b"][..], long), (wrap, &uses, deep)] {
        for used in uses {
            let source = format!("a = b = ()\na = (1,)\nb = (1,)\n{made}x = {used}\n");
            assert_eq!(refusal(&source), (7, message.to_owned()), "{source}");
        }
    }
}

#[test]
fn containers_of_a_hundred_levels_are_compared_hashed_and_shown() {
    let source = "a = b = ()\nfor _ in range(99):\n    a = (a,)\n    b = (b,)\n\
                  x = a == b and hash(a) == hash(b) and len(repr(a))\n";
    let report = explore(source);
    assert!(!report.refused, "{:?}", report.diagnostics);
    let shown = report.counted[0]
        .outcome
        .vars
        .iter()
        .find(|(name, _)| name == "x");
    // Two brackets and a comma for each level but the innermost, which has no comma.
    assert_eq!(shown.expect("it is plain").1, (3 * 99 + 2).to_string());
}

#[test]
fn a_container_that_holds_itself_is_shown_but_not_compared() {
    let report = explore("a = []\na.append(a)\nx = repr(a)\n");
    let shown = report.counted[0]
        .outcome
        .vars
        .iter()
        .find(|(name, _)| name == "x");
    assert_eq!(shown.expect("it is plain").1, "'[[...]]'");
    let (line, message) = refusal("a = []\na.append(a)\nb = []\nb.append(b)\nx = a == b\n");
    assert_eq!(line, 5);
    assert_eq!(
        message,
        "containers nested this deeply are not supported by the explorer"
    );
}

#[test]
fn loops_without_an_end_reach_a_limit() {
    let bodies = [
        "a.append(a)",
        "a.append(1)",
        "a = [a]",
        "n += 1",
        "d[n] = n; n += 1",
        "a.append([n, n])",
    ];
    for body in bodies {
        let report = explore_with(
            &format!("a = []\nd = {{}}\nn = 0\nwhile True:\n    {body}\n"),
            20_000,
        );
        assert_eq!(report.limit_reached(), Some("steps"), "{body}");
        assert_eq!(report.counted.len(), 0, "{body}");
    }
    for header in ["for n in range(10**12)", "for n in map(abs, range(10**12))"] {
        let report = explore_with(&format!("{header}: pass\n"), 20_000);
        assert_eq!(report.limit_reached(), Some("steps"), "{header}");
    }
}

#[test]
fn operations_on_large_containers_use_up_the_steps() {
    // A round has a handful of instructions, and the items that it looks at cost more than ten thousand.
    let bodies = [
        "b = a[:]",
        "b = -1 in a",
        "b = a == c",
        "b = sum(a)",
        "a.reverse(); a.sort()",
        "b = a.count(-1)",
        "b = hash(t)",
        "b = len(s.upper())",
        "b = 'b' in s",
    ];
    for body in bodies {
        let source = format!(
            "a = list(range(400000))\nc = list(range(400000))\nt = tuple(a)\ns = 'a' * 1000000\n\
             for _ in range(100):\n    {body}\n"
        );
        assert_eq!(explore(&source).limit_reached(), Some("steps"), "{body}");
    }
    let few = "a = list(range(400))\nfor _ in range(100):\n    b = a[:]\n";
    assert_eq!(explore(few).limit_reached(), None);
}

#[test]
fn states_that_grow_use_up_the_steps_before_the_states() {
    let threads = "import queue, threading\na = []\nq = queue.Queue()\ndef work():\n    while True:\n        \
                   GROWS\nts = [threading.Thread(target=work) for _ in range(2)]\n\
                   for t in ts: t.start()\nfor t in ts: t.join()\n";
    for grows in ["a.append(1)", "q.put(1)"] {
        let program = threads.replace("GROWS", grows);
        let rules: Rules = "3.12".parse().expect("a version of the table");
        let program = Program::compile(&program, rules).expect("the text is a program");
        let limits = Limits {
            states: 100_000,
            bytecode_states: 0,
            steps: 2_000_000,
        };
        let report = Explorer::new(&program).limits(limits).run();
        assert_eq!(report.limit_reached(), Some("steps"), "{grows}");
        // Without the work of their values it would be all 100 000.
        assert!(report.states < 5_000, "{grows}: {} states", report.states);
    }
}

#[test]
fn containers_that_would_be_too_large_are_refused() {
    let large = [
        "list(range(10**8))",
        "sum(range(10**9))",
        "sorted(range(10**8))",
        "[0] * 10**9",
        "n * 10**9",
        "set(range(10**9))",
    ];
    for used in large {
        let (line, message) = refusal(&format!("n = [0]\nx = {used}\n"));
        assert_eq!(line, 2, "{used}");
        assert!(
            message.ends_with("gets too long for the explorer"),
            "{message}"
        );
    }
}

#[test]
fn a_number_is_in_a_range_of_any_length_and_a_text_is_not() {
    let report = explore("x = [5 in range(10**12), 'x' in range(10**12), 0.5 in range(10**12)]\n");
    assert_eq!(report.counted[0].outcome.vars[0].1, "[True, False, False]");
}

#[test]
fn a_loop_that_repeats_is_found_with_a_large_list_too() {
    let report = explore("a = list(range(1000))\nn = 0\nwhile True:\n    n = (n + 1) % 7\n");
    assert_eq!(report.limit_reached(), None);
    assert_eq!(report.counted[0].outcome.status, pyrace::Status::Stuck);
}
