//! Traps: every way in which code under test, or a careless judge, could end in a wrong verdict.
//!
//! This binary is its own fixture. Without arguments of ours it is a test runner that starts
//! itself again as a judge; the judge starts one child per model. The models are in
//! `programs` (code that goes wrong by itself) and `engine` (code whose verdict depends on what the
//! engine can do), and `tools` (the toolbox). The numbers T1 to T18 are those of the
//! project's list of traps.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::exit,
    reason = "the programs do what learners do"
)]

#[cfg(not(feature = "loom"))]
mod engine;
mod judge;
#[cfg(not(feature = "loom"))]
mod orphans;
mod programs;
#[cfg(feature = "loom")]
mod second_judge;
#[cfg(not(feature = "loom"))]
mod tools;
mod verdicts;
#[cfg(not(feature = "loom"))]
mod words;

use std::process::ExitCode;

use lab_check::{Exercise, Model, Rules};
use libtest_mimic::{Arguments, Trial};

#[cfg(not(feature = "loom"))]
fn models() -> Vec<Model> {
    let mut models = programs::models();
    models.extend(engine::models());
    models.extend(tools::models());
    models
}

#[cfg(not(feature = "loom"))]
fn trials() -> Vec<Trial> {
    let mut trials = verdicts::trials(engine::expected());
    trials.extend(verdicts::trials(tools::expected()));
    trials.extend(verdicts::trials(programs::expected()));
    trials.extend(words::trials());
    trials.extend(orphans::trials());
    trials
}

#[cfg(feature = "loom")]
fn models() -> Vec<Model> {
    let mut models = programs::models();
    models.extend(second_judge::models());
    models
}

#[cfg(feature = "loom")]
fn trials() -> Vec<Trial> {
    verdicts::trials(second_judge::expected())
}

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(judge::JUDGE) {
        return Exercise::new("traps", folder, Rules::strict())
            .models(models())
            .run();
    }
    libtest_mimic::run(&Arguments::from_args(), trials()).exit_code()
}
