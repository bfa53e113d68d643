//! `cargo course explore` and its like: programs of their own, built when they are first asked for.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Outcome;
use crate::cargo::{self, Fresh};
use crate::context::Context;
use crate::failure::Failure;

/// A program that the command line starts and does not link, so that nobody compiles it who does
/// not use it.
pub(crate) struct Program {
    /// Its package.
    package: &'static str,
    /// Its binary.
    binary: &'static str,
    /// What a sentence calls it.
    what: &'static str,
    /// The arguments that stand before the user's.
    first: &'static [&'static str],
    /// Optimised: a search is as good as it is fast.
    optimised: bool,
}

/// Every schedule of a Python program.
pub(crate) const EXPLORE: Program = Program {
    package: "explore",
    binary: "explore",
    what: "the explorer",
    first: &[],
    optimised: true,
};

/// Random programs for the engine, against brute force.
pub(crate) const FUZZ: Program = Program {
    package: "evidence",
    binary: "evidence",
    what: "the fuzzer",
    first: &["fuzz"],
    optimised: true,
};

/// Runs the Python programs of the book.
const RECORD: Program = Program {
    package: "record",
    binary: "record",
    what: "the recorder",
    first: &[],
    optimised: false,
};

/// The topics and the claims of the book, with where they are treated.
pub(crate) const COVERAGE: Program = Program {
    package: "course-book",
    binary: "course-book",
    what: "the book's program",
    first: &["coverage"],
    optimised: false,
};

/// Builds the program unless it is there, and passes the arguments on.
///
/// # Errors
///
/// When it does not build; else what it ends with, which it has explained.
pub(crate) fn run(program: &Program, arguments: &[OsString]) -> Outcome {
    let context = Context::find()?;
    let path = build(program, &context)?;
    start(program, &path, arguments)
}

/// Records what the Python programs of the book print. The recorder asks the explorer, so both are
/// built.
///
/// # Errors
///
/// See [`run`].
pub(crate) fn record(arguments: &[OsString]) -> Outcome {
    let context = Context::find()?;
    let mut arguments = arguments.to_vec();
    if !arguments
        .iter()
        .any(|word| word == "--help" || word == "-h")
    {
        arguments.push("--explorer".into());
        arguments.push(build(&EXPLORE, &context)?.into());
    }
    let path = build(&RECORD, &context)?;
    start(&RECORD, &path, &arguments)
}

fn start(program: &Program, path: &Path, arguments: &[OsString]) -> Outcome {
    // It may read from the terminal, so it stays in the group of this process: Ctrl-C reaches both.
    let status = Command::new(path)
        .args(program.first)
        .args(arguments)
        .status()
        .map_err(Failure::io("start", path))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(Failure::Passed {
            code: u8::try_from(code).unwrap_or(u8::MAX),
        }),
        None => Err(Failure::NoAnswer {
            what: program.what.to_owned(),
            how: status.to_string(),
            output: String::new(),
        }),
    }
}

/// The program, built unless nothing has changed since.
fn build(program: &Program, context: &Context) -> Outcome<PathBuf> {
    let fresh = Fresh::of(&context.layout, program.package, &[]);
    if let Some(Value::String(path)) = fresh.recall() {
        return Ok(PathBuf::from(path));
    }
    let mut words = vec!["build", "--package", program.package];
    if program.optimised {
        words.push("--release");
    }
    let build = cargo::build(context.layout.root(), &words)?;
    let path = build
        .program(program.binary)
        .filter(|_| build.success)
        .map(PathBuf::from);
    let Some(path) = path else {
        return Err(build.failure(program.what));
    };
    fresh.remember(&[&path], Value::from(path.to_string_lossy()));
    Ok(path)
}
