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
    for (made, uses, message) in [
        (double, &["a == b", "hash(a)"][..], long),
        (wrap, &uses, deep),
    ] {
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

#[test]
fn built_in_iterators_that_never_give_what_is_looked_for_are_refused() {
    let uses = [
        "any(map(int, itertools.repeat(0)))",
        "'x' in map(str, range(10**12))",
        "sum(map(abs, itertools.count()))",
        "list(zip(itertools.count(), itertools.count()))",
    ];
    for used in uses {
        assert_eq!(
            refusal(&format!("import itertools\nx = {used}\n")),
            (
                2,
                "an operation looks at too many items for the explorer".to_owned()
            ),
            "{used}"
        );
    }
}

#[test]
fn lists_that_double_are_refused() {
    assert_eq!(
        refusal("a = [1]\nwhile True:\n    a.extend(a)\n"),
        (3, "a list gets too long for the explorer".to_owned())
    );
}

#[test]
fn containers_that_grow_by_one_item_at_a_time_cost_no_more_for_each() {
    let grows = [
        ("a = []", "a.append(i)"),
        ("a = []", "a += [i]"),
        ("a = {}", "a[i] = i"),
        ("a = {}", "a.setdefault(i, []).append(i)"),
        ("a = set()", "a.add(i)"),
        ("import collections\na = collections.deque()", "a.append(i)"),
    ];
    for (made, grow) in grows {
        let source = format!("{made}\nfor i in range(20000): {grow}\nn = len(a)\ndel a\n");
        let report = explore_with(&source, 4_000_000);
        assert_eq!(report.limit_reached(), None, "{grow}");
        let shown = report.counted[0].outcome.vars.iter();
        let n = shown.filter(|(name, _)| name == "n").map(|(_, n)| n);
        assert_eq!(n.collect::<Vec<_>>(), ["20000"], "{grow}");
    }
}

#[test]
fn keys_with_equal_hashes_and_chains_of_classes_use_up_the_steps() {
    let bodies = [
        "d[n * (2**61 - 1)] = n; n += 1",
        "d[C()] = n; n += 1",
        "C = type_of(C); C()",
        "s = f'{n / 7} {n / 7:.3f}'; n += 1",
    ];
    for body in bodies {
        let source = format!(
            "class C: pass\ndef type_of(base):\n    class D(base): pass\n    return D\n\
             d = {{}}\nn = 0\nwhile n < 3000:\n    {body}\n"
        );
        assert_eq!(explore(&source).limit_reached(), Some("steps"), "{body}");
    }
}

/// Line, column, message and hint of the first thing that is wrong with a text.
fn mistake(source: &str, version: &str) -> (u32, u32, String, Option<String>) {
    let rules: Rules = version.parse().expect("a version of the table");
    let found = Program::compile(source, rules).expect_err("the text is no program");
    let place = pyrace::source::LineIndex::new(source).position(source, found[0].span.start);
    let hint = found[0].hint.clone();
    (place.line, place.column, found[0].message.clone(), hint)
}

#[test]
fn a_text_that_is_too_long_is_refused_where_it_gets_too_long() {
    let line = "n = 1  # é\n";
    let source = line.repeat((256 << 10) / line.len() + 1);
    assert_eq!(
        mistake(&source, "3.14"),
        (
            (256 << 10) / line.len() as u32 + 1,
            5,
            "the program is longer than 256 KiB".to_owned(),
            Some("cut it down to the lines that matter".to_owned())
        )
    );
}

#[test]
fn what_cannot_be_seen_is_named_and_to_be_deleted() {
    let delete = "delete it: it cannot be seen";
    let unseen = "invalid non-printable character U+";
    let cases = [
        ("n\u{200b} = 1\n", (1, 2), format!("{unseen}200B"), delete),
        (
            "n = 1\n\u{feff}m = 2\n",
            (2, 1),
            format!("{unseen}FEFF"),
            delete,
        ),
        ("n = 1\u{1a}\n", (1, 6), format!("{unseen}001A"), delete),
        (
            "n = 1\u{2003}\n",
            (1, 6),
            format!("{unseen}2003"),
            "replace it by a plain space",
        ),
        (
            "n = 2 \u{2212} 1\n",
            (1, 7),
            "invalid character '\u{2212}' (U+2212)".to_owned(),
            "write a plain minus: -",
        ),
        (
            "n = 1\n\0",
            (2, 1),
            "source code cannot contain null bytes".to_owned(),
            "save the program as plain text, in UTF-8",
        ),
    ];
    for (source, (line, column), message, hint) in cases {
        assert_eq!(
            mistake(source, "3.14"),
            (line, column, message, Some(hint.to_owned()))
        );
    }
}

#[test]
fn blocks_are_nested_as_deeply_as_in_each_version() {
    let nested = |head: &str, depth: usize| {
        let heads: Vec<String> = (0..depth)
            .map(|level| format!("{}{head}\n", " ".repeat(level)))
            .collect();
        heads.concat() + &" ".repeat(depth) + "pass\n"
    };
    // `compile` of CPython 3.8 to 3.15 with one block more.
    for (version, deepest) in [
        ("3.8", 20),
        ("3.10", 20),
        ("3.12", 20),
        ("3.13", 21),
        ("3.15", 21),
    ] {
        for head in ["while x:", "for i in x:", "with x:"] {
            let rules: Rules = version.parse().expect("a version of the table");
            let source = nested(head, deepest);
            assert!(
                Program::compile(&source, rules).is_ok(),
                "{version}: {head}"
            );
            let (line, _, message, hint) = mistake(&nested(head, deepest + 1), version);
            assert_eq!(line as usize, deepest + 2, "{version}: {head}");
            assert_eq!(message, "too many statically nested blocks");
            assert_eq!(
                hint.as_deref(),
                Some("put the inner ones into a function of their own")
            );
        }
    }
}

#[test]
fn what_is_flat_in_the_text_and_deep_in_the_code_is_refused() {
    let clauses = format!("x = [1 {}]\n", "for i in [1] ".repeat(5_000));
    let managers = format!("with {}: pass\n", ["x"; 50_000].join(","));
    let deep = "this program is nested too deeply for the explorer";
    for version in ["3.8", "3.11", "3.12", "3.14"] {
        assert_eq!(mistake(&clauses, version).2, deep, "{version}");
        let (line, column, message, _) = mistake(&managers, version);
        assert_eq!(message, "too many statically nested blocks", "{version}");
        assert_eq!((line, column % 2), (1, 0), "{version}");
    }
}

#[test]
fn bodies_that_are_compiled_again_and_again_are_refused() {
    // From 3.9 on each `finally` is compiled for two ways that lead to it.
    let nested: String = (0..20)
        .map(|level| {
            let indent = " ".repeat(level);
            format!("{indent}try: pass\n{indent}finally:\n")
        })
        .collect();
    let source = format!("{nested}{}print(1)\n", " ".repeat(20));
    for version in ["3.9", "3.10", "3.11", "3.12", "3.14"] {
        let (line, _, message, hint) = mistake(&source, version);
        assert!(line > 1, "{version}: line {line}");
        assert!(
            message.starts_with("this program gets too large")
                || message == "too many statically nested blocks",
            "{version}: {message}"
        );
        assert!(hint.is_some());
    }
}

#[test]
fn operations_on_what_one_operation_has_made_are_refused() {
    let uses = [
        "sum([[i] for i in range(20000)], [])",
        "isinstance(1, t)",
        "sorted([t, u])",
    ];
    let long = "an operation looks at too many items for the explorer";
    for used in uses {
        let source = format!(
            "t = u = (int,)\nfor _ in range(60):\n    t = (t, t)\n    u = (u, u)\nx = {used}\n"
        );
        assert_eq!(refusal(&source), (5, long.to_owned()), "{used}");
    }
}

#[test]
fn arguments_that_are_too_large_are_refused_and_not_misread() {
    let uses = [
        "list(enumerate([1], 10**30))",
        "threading.Semaphore(10**30)",
        "threading.Semaphore().release(10**30)",
        "threading.Barrier(10**30)",
        "queue.Queue(10**30)",
        "collections.deque([1], 10**30)",
        "[1].insert(10**30, 2)",
        "[1].pop(10**30)",
        "ThreadPoolExecutor(10**30)",
        "'a'.ljust(10**30)",
    ];
    for used in uses {
        let source = format!(
            "import collections, queue, threading\nfrom concurrent.futures import ThreadPoolExecutor\nx = {used}\n"
        );
        assert_eq!(
            refusal(&source),
            (
                3,
                "a number this large is not supported here by the explorer".to_owned()
            ),
            "{used}"
        );
    }
    let report = explore(
        "a = 'abc'\nx = [a[:10**30], a[-10**30:1], a[::10**30], a[::-10**30], f'{10**400:,}'[:5]]\n",
    );
    // As CPython prints it.
    let shown = report.counted[0]
        .outcome
        .vars
        .iter()
        .find(|(name, _)| name == "x");
    assert_eq!(
        shown.expect("it is plain").1,
        "['abc', 'a', 'a', 'c', '10,00']"
    );
}

#[test]
fn time_outs_longer_than_any_clock_are_refused() {
    for seconds in ["10**30", "1e300", "float('inf')", "float('nan')"] {
        let source = format!("import threading\nx = threading.Event().wait({seconds})\n");
        assert_eq!(
            refusal(&source),
            (
                2,
                "a time-out this long is not supported by the explorer".to_owned()
            ),
            "{seconds}"
        );
    }
}

#[test]
fn decimal_digits_are_converted_as_far_as_cpython_does() {
    for used in [
        "str(n * 10)",
        "[f'{n * 10}']",
        "f'{n * -10:>9000}'",
        "f'{n * 10:,d}'",
        "'%d' % (n * 10)",
        "'{}'.format([n * 10])",
        "int('9' * 4301)",
        "int('-' + '9' * 4301)",
        "int('7' * 4301, 9)",
    ] {
        let (line, message) = refusal(&format!("n = 10 ** 4299\nx = {used}\n"));
        assert_eq!(line, 2, "{used}");
        assert_eq!(
            message,
            "the decimal digits of an integer this large are not supported by the explorer"
        );
    }
    let report = explore(
        "n = 10 ** 4299\n\
         fits = len(str(-n)), len(f'{n:,d}'), int('9' * 4300) > n\n\
         other = len(f'{n * 10:x}'), int('f' * 5000, 16) > n\n\
         del n\n",
    );
    assert_eq!(report.counted[0].outcome.vars[0].1, "(4301, 5733, True)");
    assert_eq!(report.counted[0].outcome.vars[1].1, "(3572, True)");
}
