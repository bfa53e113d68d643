//! The explorer as its users meet it. What it finds is tested in `pyrace`.

use snapbox::cmd::{Command, OutputAssert, cargo_bin};

const COUNTER: &str = "\
import threading
n = 0
def work():
    global n
    n += 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
";

/// Explores a program from the standard input.
fn explore(program: impl AsRef<[u8]>, arguments: &[&str]) -> OutputAssert {
    let input = program.as_ref().to_vec();
    Command::new(cargo_bin!("explore"))
        .arg("-")
        .args(arguments)
        .stdin(input)
        .assert()
}

fn stdout(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8")
}

fn stderr(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stderr.clone()).expect("UTF-8")
}

#[test]
fn the_first_line_is_a_sentence_with_the_exact_count() {
    let text = stdout(&explore(COUNTER, &["--rules", "gil_every"]).success());
    assert!(
        text.starts_with("Can lose updates: 868 of 924 schedules end with n = 1."),
        "{text}"
    );
}

#[test]
fn all_versions_get_one_line_each() {
    let text = stdout(&explore(COUNTER, &["--python", "all"]).success());
    let versions: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    let known: Vec<&str> = pyrace::Rules::versions()
        .iter()
        .map(|rules| rules.name)
        .collect();
    assert_eq!(versions, known);
}

#[test]
fn an_assertion_that_can_fail_is_exit_code_one() {
    let promise = format!("{COUNTER}assert n == 2\n");
    explore(&promise, &["--python", "3.9"]).code(1);
    explore(&promise, &["--python", "3.12"]).success();
}

#[test]
fn the_table_shows_the_lines_of_the_program() {
    let text = stdout(&explore(COUNTER, &["--python", "3.9", "--table"]).success());
    assert!(text.contains("Line 5: `n += 1`"), "{text}");
}

#[test]
fn json_is_one_document_and_under_all_versions_a_list() {
    let one = stdout(&explore(COUNTER, &["--json"]).success());
    assert!(one.starts_with("{\"v\":1,\"python\":\"3.14\""), "{one}");
    let all = stdout(&explore(COUNTER, &["--json", "--python", "all"]).success());
    assert!(
        all.starts_with("[{\"v\":1,\"python\":\"3.8\"") && all.ends_with("}]\n"),
        "{all}"
    );
}

#[test]
fn what_cannot_be_explored_is_said_with_its_place() {
    let error = stderr(&explore("x = = 1\n", &[]).code(2));
    assert!(error.starts_with("line 1, column 5: "), "{error}");
    let error = stderr(&explore(b"x = 1\ny = \"\xff\"\n", &[]).code(2));
    assert!(
        error.contains("line 2, column 6: this is not UTF-8"),
        "{error}"
    );
    let error = stderr(&explore(vec![b'#'; 5 << 20], &[]).code(2));
    assert!(error.contains("is larger than 4 MiB"), "{error}");
}

#[test]
fn wrong_usage_is_said() {
    let missing = Command::new(cargo_bin!("explore"))
        .arg("no-such-file.py")
        .assert()
        .code(2);
    assert!(
        stderr(&missing).contains("cannot read no-such-file.py"),
        "{}",
        stderr(&missing)
    );
    let unknown = explore(COUNTER, &["--python", "2.7"]).code(2);
    assert!(stderr(&unknown).contains("2.7"), "{}", stderr(&unknown));
    Command::new(cargo_bin!("explore"))
        .arg("--help")
        .assert()
        .success();
}
