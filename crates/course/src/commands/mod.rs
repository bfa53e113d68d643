//! The subcommands, one a file.

mod book;
mod check;
mod doctor;
mod grade;
mod hint;
mod judge;
mod list;
mod open;
mod program;
mod reset;
mod watch;

use crate::Outcome;
use crate::cli::{Cli, Command};

/// Does what the command line says.
///
/// # Errors
///
/// Whatever the subcommand meets; see [`crate::failure::Failure`].
pub(crate) fn run(cli: Cli) -> Outcome {
    match cli.command {
        None => watch::here(),
        Some(Command::Watch { exercise }) => watch::run(exercise.as_deref()),
        Some(Command::List { json }) => list::run(json),
        Some(Command::Check { exercises, all }) => check::run(&exercises, all),
        Some(Command::Hint { exercise, level }) => hint::run(exercise.as_deref(), level),
        Some(Command::Reset { exercise }) => reset::run(&exercise),
        Some(Command::Open { exercise }) => open::run(exercise.as_deref()),
        Some(Command::Book { port, open }) => book::run(port, open),
        Some(Command::Explore { arguments }) => program::run(&program::EXPLORE, &arguments),
        Some(Command::Fuzz { arguments }) => program::run(&program::FUZZ, &arguments),
        Some(Command::Record { arguments }) => program::record(&arguments),
        Some(Command::Coverage) => program::run(&program::COVERAGE, &[]),
        Some(Command::Doctor) => doctor::run(),
        Some(Command::Judge(arguments)) => judge::run(&arguments),
        Some(Command::Grade {
            exercise,
            file,
            json,
        }) => grade::run(&exercise, &file, json),
    }
}
