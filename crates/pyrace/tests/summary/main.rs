//! The evidence of the explorer in one run: the corpus, and schedules forced on real interpreters.
//!
//! A test without the usual harness, so that `cargo test -p pyrace` shows its last lines: how many
//! programs, rules, interpreters and schedules, and that none disagrees.
//!
//! * `corpus/*.py` carry their outcomes in their header; `PYRACE_RECORD=1` writes the headers and the
//!   table of `README.md` again.
//! * Every schedule that the explorer shows for them and for `tests/programs` is forced on the real
//!   interpreter where there is one.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![expect(
    clippy::print_stdout,
    reason = "the last lines of a test run are its result"
)]

mod corpus;
#[path = "../interpreters/mod.rs"]
mod interpreters;
mod replay;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The Python files of a folder of the crate, in the order of their names.
fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect();
    files.sort();
    files
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        println!("summary: test");
        return ExitCode::SUCCESS;
    }
    // Somebody runs one test by its name.
    if words
        .iter()
        .any(|word| !word.starts_with('-') && !"summary".contains(word.as_str()))
    {
        return ExitCode::SUCCESS;
    }
    let record = std::env::var_os("PYRACE_RECORD").is_some();
    let explored = corpus::explore(record);
    let table = table::compare(&explored.examples, record);
    let replayed = replay::force();
    for difference in explored
        .differences
        .iter()
        .chain(&table)
        .chain(&replayed.differences)
    {
        println!("{difference}\n");
    }
    for schedule in &replayed.unfinished {
        println!(
            "not finished within {} s, so nothing is said: {schedule}",
            replay::PATIENCE.as_secs()
        );
    }
    let disagreements = explored.differences.len() + table.len() + replayed.differences.len();
    println!(
        "programs: {} of the corpus, {} samples",
        explored.programs, replayed.samples
    );
    println!(
        "explored: {} programs with rules, outcomes as recorded",
        explored.pairs
    );
    println!("versions replayed: {}", replayed.versions.join(", "));
    println!(
        "schedules replayed: {} ({} cannot be forced by a tracer, {} are of programs with other \
         instructions in a patch release)",
        replayed.schedules, replayed.skipped, replayed.other_code
    );
    println!("schedules not finished: {}", replayed.unfinished.len());
    println!("disagreements: {disagreements}");
    // What did not finish was not compared: that is no agreement either.
    if disagreements == 0 && replayed.unfinished.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
