//! `cargo course`: the command line of the course.
//!
//! One subcommand a file, below [`commands`]. They stand on a few small rooms: [`context`] knows
//! the course and the terminal, [`cargo`] builds, [`judged`] reads what the judges print, [`grade`]
//! judges a file that nobody trusts. Programs that may hang are run by `processes`. Every expected failure is a variant of [`failure::Failure`] with its exit code.
//!
//! Limitations: ending a whole group of processes needs Unix; elsewhere the program itself is
//! ended and its children end when they notice.

mod cargo;
mod cli;
mod commands;
mod context;
mod editor;
mod failure;
mod grade;
mod judged;
mod learner_file;
mod terminal;
mod toolchain;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;
use crate::failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // `--help` and `--version` arrive here, too: they go to stdout and are no failure.
            let code = if error.use_stderr() {
                failure::USAGE
            } else {
                0
            };
            // When even the message cannot be written there is nobody left to tell.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    processes::end_children_on_interrupt(|| terminal::remark("\nstopped; nothing was lost"));
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::report(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// The result of everything that may fail in an expected way.
type Outcome<T = ()> = Result<T, Failure>;
