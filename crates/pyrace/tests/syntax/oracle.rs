//! Asks a real interpreter what it thinks of programs.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What CPython says about a program.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// Its tree, as `pyrace::syntax::dump` writes it.
    Tree(String),
    /// What is wrong, and the line; line 0 if it names none.
    Error(String, u32),
}

/// The answers of one interpreter, in the order of the programs.
pub(crate) fn ask(python: &Path, programs: &[String]) -> Vec<Answer> {
    let mut child = Command::new(python)
        .args(["-E", "-s", "-c", include_str!("oracle.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let question = serde_json::to_vec(programs).unwrap();
    // All of it is read before the first answer is written.
    stdin.write_all(&question).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let answers: Vec<Answer> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| answer(&serde_json::from_str(line).unwrap()))
        .collect();
    assert_eq!(answers.len(), programs.len(), "{}", python.display());
    answers
}

fn answer(value: &Value) -> Answer {
    if let Some(tree) = value["tree"].as_str() {
        return Answer::Tree(tree.to_owned());
    }
    let line = value["error"][1].as_u64().unwrap();
    Answer::Error(
        value["error"][0].as_str().unwrap().to_owned(),
        u32::try_from(line).unwrap(),
    )
}
