//! The command line: sentences, forms, exit codes, and what is said about bad input.

use std::io::Read as _;
use std::process::{Command as Process, Stdio};

use snapbox::cmd::cargo_bin;

use crate::{COUNTER, LOCKS, command, explore, stderr, stdout};

#[test]
fn the_first_line_is_a_sentence_with_the_exact_count() {
    let text = stdout(&explore(COUNTER, &["--rules", "gil_every"]).success());
    let first = text.lines().next();
    assert_eq!(
        first,
        Some(
            "Can lose updates: 868 of 924 schedules end with n = 1. \
             Shortest: one switch between line 5 and line 5."
        )
    );
    let text = stdout(&explore(LOCKS, &["--rules", "gil_every"]).code(1));
    assert!(text.starts_with("Can deadlock: "), "{text}");
}

#[test]
fn all_versions_stand_side_by_side_one_line_each() {
    let text = stdout(&explore(COUNTER, &["--python", "all"]).success());
    insta::assert_snapshot!("versions_side_by_side", text);
}

#[test]
fn an_assertion_that_can_fail_is_exit_code_one() {
    let promise = format!("{COUNTER}assert n == 2\n");
    explore(&promise, &["--python", "3.9"]).code(1);
    explore(&promise, &["--python", "3.12"]).success();
    explore(&promise, &["--python", "all"]).code(1);
}

#[test]
fn a_search_that_was_cut_is_exit_code_three_and_says_what_it_covered() {
    let long = COUNTER.replace("    n += 1", "    for _ in range(9):\n        n += f()");
    let long = format!("def f():\n    return 1\n{long}");
    let text = stdout(&explore(&long, &["--rules", "gil_every", "--max-states", "50"]).code(3));
    assert!(text.contains("Covered: every schedule "), "{text}");
}

#[test]
fn tables_show_the_lines_of_the_program_and_what_lies_ahead() {
    let output = explore(COUNTER, &["--rules", "gil_every", "--table"]).success();
    insta::assert_snapshot!("tables_of_the_counter", stdout(&output));
    let output = explore(LOCKS, &["--rules", "gil_every", "--table"]).code(1);
    insta::assert_snapshot!("tables_of_the_locks", stdout(&output));
}

#[test]
fn only_the_watched_variables_make_outcomes() {
    let program = format!("{COUNTER}left = 10 - n\n");
    let text = stdout(&explore(&program, &["--python", "3.9"]).success());
    assert!(text.contains("left = 9, n = 1"), "{text}");
    let text = stdout(&explore(&program, &["--python", "3.9", "--watch", "n"]).success());
    assert!(!text.contains("left"), "{text}");
    // A variable that always ends the same is one outcome.
    let program = format!("{COUNTER}done = True\n");
    let text = stdout(&explore(&program, &["--python", "3.9", "--watch", "done"]).success());
    assert!(
        text.starts_with("Always ends with done = True: all 70 schedules."),
        "{text}"
    );
    let error = stderr(&explore(&program, &["--watch", "m"]).code(2));
    assert!(
        error.contains("the program has no variable `m`: it has threading, n, work, "),
        "{error}"
    );
}

#[test]
fn what_cannot_be_explored_is_said_with_its_place() {
    let error = stderr(&explore("x = = 1\n", &[]).code(2));
    assert!(error.starts_with("line 1, column 5: "), "{error}");
    let error = stderr(&explore("x = = 1\n", &["--dis"]).code(2));
    assert!(error.starts_with("line 1, column 5: "), "{error}");
    let error = stderr(&explore("x = = 1\n", &["--python", "all"]).code(2));
    assert_eq!(error.matches("line 1, column 5: ").count(), 1, "{error}");
    let error = stderr(&explore(b"x = 1\ny = \"\xff\"\n", &[]).code(2));
    assert!(
        error.contains("line 2, column 6: this is not UTF-8"),
        "{error}"
    );
    let error = stderr(&explore(vec![b'#'; 5 << 20], &[]).code(2));
    assert!(error.contains("is larger than 4 MiB"), "{error}");
}

#[test]
fn wrong_usage_is_said_with_the_next_thing_to_do() {
    let usage = |arguments: &[&str]| stderr(&command().args(arguments).assert().code(2));
    let error = usage(&["no-such-file.py"]);
    assert!(error.contains("cannot read no-such-file.py"), "{error}");
    let error = usage(&["."]);
    assert!(error.contains("cannot read ."), "{error}");
    let error = usage(&["counter.py", "--python", "2.7"]);
    assert!(
        error.contains("does not know Python 2.7: use one of 3.8"),
        "{error}"
    );
    let error = usage(&[]);
    assert!(
        error.ends_with("next: run `cargo course explore --help`\n"),
        "{error}"
    );
}

#[test]
fn help_shows_every_option_and_examples() {
    let text = stdout(&command().arg("--help").assert().success());
    for word in [
        "--python",
        "--rules",
        "--json",
        "--table",
        "--html",
        "--dis",
        "--watch",
        "--max-states",
        "--replay",
        "--measure",
        "play",
        "Examples:",
        "Exit code:",
    ] {
        assert!(text.contains(word), "{word}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn the_rules_say_how_they_are_known() {
    let text = stdout(&command().arg("rules").assert().success());
    for rules in &pyrace::Rules::ALL {
        assert!(
            text.lines().any(|line| line.starts_with(rules.name)),
            "{rules}"
        );
    }
}

#[test]
fn nothing_but_text_goes_where_no_terminal_is() {
    for arguments in [
        &["--table"][..],
        &["--python", "all"],
        &["--dis"],
        &["--json"],
    ] {
        let output = explore(COUNTER, arguments).success();
        assert!(!stdout(&output).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Process::new(cargo_bin!("explore"))
        .args(["-", "--python", "all", "--html"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the explorer starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut stdin, COUNTER.as_bytes()).expect("it reads");
    drop(stdin);
    let mut error = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut error).expect("UTF-8");
    let status = child.wait().expect("it ends");
    assert!(status.success() && error.is_empty(), "{status}: {error}");
}
