//! `cargo course explore`: every schedule of a Python program, in the terminal.
//!
//! A program of its own, as the book's is: it compiles only for those who use it, and optimised,
//! because a search is as good as it is fast. Everything that is known about Python is in
//! `pyrace`; here are the command line, the file, the terminal, and the interpreters that are
//! asked whether they agree.

mod arguments;
mod compare;
mod explored;
mod input;
mod interpreter;
mod measure;
mod page;
mod play;
mod replay;
mod show;

use std::io::{self, Write as _};
use std::process::ExitCode;

use arguments::{Arguments, Form, Task};
use explored::Explored;
use input::Problem;
use interpreter::Interpreter;
use replay::Agreement;

/// The exit code when the command line or the program cannot be used.
const USAGE: u8 = 2;

/// The exit code when something could not be decided.
const UNDECIDED: u8 = 3;

/// Why there is no exit code of a result.
enum Failure {
    /// Something that the reader can put right.
    Problem(Problem),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problem(problem)
    }
}

fn main() -> ExitCode {
    // An interpreter runs in a group of its own, which Ctrl-C does not reach.
    processes::end_children_on_interrupt(|| {});
    let result = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Task::Help) => io::stdout()
            .lock()
            .write_all(arguments::HELP.as_bytes())
            .map(|()| 0)
            .map_err(Failure::from),
        Ok(Task::Explore(arguments)) => explore(arguments),
        Ok(Task::Play(arguments)) => play::play(&arguments),
        Ok(Task::Rules { measure: None }) => show::rules().map(|()| 0).map_err(Failure::from),
        Ok(Task::Rules {
            measure: Some(python),
        }) => measure::measure(&python),
        Err(message) => Err(Failure::Problem(Problem {
            message,
            help: "run `cargo course explore --help`",
        })),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        // A reader that goes away, as in `… | head -1`, has seen what it wanted.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => complain(&Problem {
            message: format!("cannot write: {error}"),
            help: "look at where the output goes",
        }),
        Err(Failure::Problem(problem)) => complain(&problem),
    }
}

fn complain(problem: &Problem) -> ExitCode {
    let Problem { message, help } = problem;
    // There is nobody left to tell when stderr is closed.
    let _ = writeln!(anstream::stderr().lock(), "error: {message}\nnext: {help}");
    ExitCode::from(USAGE)
}

fn explore(mut arguments: Arguments) -> Result<u8, Failure> {
    let interpreter = match &arguments.replay {
        Some(python) => Some(Interpreter::find(python)?),
        None => None,
    };
    if let Some(interpreter) = &interpreter {
        let wanted = arguments.rules_named.then(|| arguments.rules[0]);
        arguments.rules = vec![replay::rules(interpreter, wanted)?];
    }
    let source = input::read(&arguments.file)?;
    if arguments.form == Form::Listing {
        return Ok(show::listings(&arguments.rules, &source)?);
    }
    let explored = explored::explore(&source, &arguments)?;
    match arguments.form {
        Form::Json => show::json(&explored)?,
        Form::Html => page::write(&explored, &source, &arguments.file)?,
        Form::Text if explored.len() > 1 => compare::write(&explored, &source)?,
        form => show::text(&explored, &source, &arguments.file, form == Form::Table)?,
    }
    let code = Explored::exit_code(&explored);
    match (interpreter, explored.first()) {
        (Some(interpreter), Some(explored)) => {
            // What is for a program must stay one document: then people read it on stderr.
            let aside = matches!(arguments.form, Form::Json | Form::Html);
            let agreement = replay::replay(&interpreter, explored, arguments.patience, aside)?;
            Ok(match agreement {
                Agreement::All => code,
                Agreement::NotAll => UNDECIDED,
            })
        }
        _ => Ok(code),
    }
}
