//! Traps: every way in which code under test, or a careless judge, could end in a wrong verdict.
//!
//! This binary is its own fixture. Without arguments of ours it is a test runner that starts
//! itself again as a judge; the judge starts one child per model. The models are in
//! `programs` (code that goes wrong by itself) and `engine` (code whose verdict depends on what the
//! engine can do). The numbers T1 to T18 are those of the
//! project's list of traps.

#![cfg_attr(
    not(feature = "loom"),
    expect(
        clippy::unwrap_used,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::exit,
        reason = "the programs do what learners do"
    )
)]

#[cfg(not(feature = "loom"))]
mod engine;
#[cfg(not(feature = "loom"))]
mod orphans;
#[cfg(not(feature = "loom"))]
mod programs;
#[cfg(not(feature = "loom"))]
mod runner;
#[cfg(not(feature = "loom"))]
mod verdicts;

#[cfg(not(feature = "loom"))]
fn main() -> std::process::ExitCode {
    runner::main()
}

/// The second judge has limits of its own; its verdicts are tested where they are read.
#[cfg(feature = "loom")]
fn main() {}
