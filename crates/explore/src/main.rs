//! `cargo course explore`: every schedule of a Python program, in the terminal.
//!
//! A program of its own, as the book's is: it compiles only for those who use it, and optimised,
//! because a search is as good as it is fast. Everything that is known about Python is in
//! `pyrace`; here are the command line, the file, and the terminal.

mod arguments;
mod input;
mod show;

use std::io::{self, Write as _};
use std::process::ExitCode;

use pyrace::{Explorer, Limits, Program, Report, Rules};

use arguments::{Arguments, Form, Task};

/// The exit code when the command line or the program cannot be used.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Task::Help) => {
            // There is nobody left to tell when stdout is closed.
            let _ = io::stdout().lock().write_all(arguments::HELP.as_bytes());
            return ExitCode::SUCCESS;
        }
        Ok(Task::Explore(arguments)) => arguments,
        Err(message) => return complain(&message, "run `cargo course explore --help`"),
    };
    let source = match input::read(&arguments.file) {
        Ok(source) => source,
        Err(problem) => return complain(&problem.message, problem.help),
    };
    let explored: Vec<Explored> = arguments
        .rules
        .iter()
        .map(|rules| explore(&source, *rules, &arguments))
        .collect();
    let shown = match arguments.form {
        Form::Json => show::json(&explored),
        Form::Listing => show::listings(&explored, &source),
        Form::Table => show::text(&explored, &source, true),
        Form::Text => show::text(&explored, &source, false),
    };
    match shown {
        // A reader that goes away, as in `… | head -1`, has seen what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => complain(
            &format!("cannot write: {error}"),
            "look at where the output goes",
        ),
        Ok(()) => ExitCode::from(exit_code(&explored)),
    }
}

fn complain(message: &str, help: &str) -> ExitCode {
    let _ = writeln!(anstream::stderr().lock(), "error: {message}\nnext: {help}");
    ExitCode::from(USAGE)
}

/// What came out under one set of rules.
struct Explored {
    rules: Rules,
    /// The report with the compiled program, or the diagnostics of one that is not supported.
    result: Result<(Program, Report), Vec<pyrace::syntax::Diagnostic>>,
}

fn explore(source: &str, rules: Rules, arguments: &Arguments) -> Explored {
    let result = Program::compile(source, rules).map(|program| {
        let limits = Limits {
            states: arguments.max_states.unwrap_or(Limits::default().states),
            ..Limits::default()
        };
        let report = Explorer::new(&program).limits(limits).run();
        (program, report)
    });
    Explored { rules, result }
}

/// The exit code for all rules together: what is bad under one of them is bad; what is not
/// supported under all of them is wrong usage; what was not finished is not decided.
fn exit_code(explored: &[Explored]) -> u8 {
    let code = |explored: &Explored| match &explored.result {
        Ok((_, report)) => report.exit_code(),
        Err(_) => USAGE,
    };
    let codes: Vec<u8> = explored.iter().map(code).collect();
    [1, 3, 0]
        .into_iter()
        .find(|code| codes.contains(code))
        .unwrap_or(USAGE)
}
