//! `cargo course record`: runs the Python programs of the book on every interpreter that is there,
//! and records what they print.
//!
//! A program of its own, as the explorer is: only authors compile it. [`interpreters`] finds the
//! interpreters and lets them describe themselves, [`runner`] runs a program once within limits,
//! [`explorer`] asks the explorer, [`recorder`] makes a transcript of all that, and [`recheck`]
//! looks whether the stored ones are still true. What a claim is and when it holds is decided by
//! `transcripts`.
//!
//! Limitations: programs run one after another, so a recording takes as long as its runs.

mod arguments;
mod explorer;
mod interpreters;
mod problem;
mod recheck;
mod recorder;
mod runner;
mod selection;
mod terminal;

use std::process::ExitCode;

use arguments::{Arguments, Task};
use catalog::Layout;
use problem::Problem;
use selection::Selection;

/// The exit code when a claim does not hold or a recording is not up to date.
const CONTRADICTED: u8 = 1;
/// The exit code when the command line, a header or an interpreter cannot be used.
const USAGE: u8 = 2;
/// The exit code when the operating system refused.
const COULD_NOT: u8 = 3;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Task::Help) => {
            terminal::say(arguments::HELP.trim_end());
            return ExitCode::SUCCESS;
        }
        Ok(Task::Record(arguments)) => arguments,
        Err(message) => {
            terminal::complain(&message, "run `cargo course record --help`");
            return ExitCode::from(USAGE);
        }
    };
    processes::end_children_on_interrupt(|| {
        runner::clean_up();
        terminal::remark("\nstopped; what was recorded before is kept");
    });
    match run(&arguments) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            terminal::complain(&problem.message, &problem.help);
            ExitCode::from(problem.code)
        }
    }
}

fn run(arguments: &Arguments) -> Result<u8, Problem> {
    let here = std::env::current_dir()
        .map_err(|error| Problem::io("the current folder cannot be found", &error))?;
    let layout = Layout::find(&here).ok_or_else(|| {
        Problem::usage(
            "this is not the folder of the course",
            "go to the folder that `git clone` made, and try again",
        )
    })?;
    let selection = Selection::read(layout.root(), arguments)?;
    let interpreters = if arguments.judge_only {
        Vec::new()
    } else {
        interpreters::find(&arguments.pythons, arguments.only)?
    };
    let mistakes = if arguments.check {
        recheck::all(&layout, &selection, &interpreters, arguments)
    } else {
        recorder::all(&layout, &selection, &interpreters, arguments)?
    };
    let count = selection.programs().count();
    for mistake in &mistakes {
        terminal::say(&mistake.to_string());
    }
    let claims: usize = selection.programs().map(|p| p.claims.len()).sum();
    if mistakes.is_empty() {
        terminal::say(&format!(
            "{}, {}: all of it holds",
            terminal::count(count, "program"),
            terminal::count(claims, "claim")
        ));
        return Ok(0);
    }
    terminal::say(&format!(
        "{}, {}: {}",
        terminal::count(count, "program"),
        terminal::count(claims, "claim"),
        terminal::count(mistakes.len(), "mistake")
    ));
    Ok(CONTRADICTED)
}
