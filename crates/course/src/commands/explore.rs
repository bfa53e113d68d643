//! `cargo course explore`: starts the explorer, a program of its own.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::Outcome;
use crate::cargo::{self, Fresh};
use crate::context::Context;
use crate::failure::Failure;

/// Builds the explorer unless it is there, and passes the arguments on.
///
/// # Errors
///
/// When it does not build; else what it ends with, which it has explained.
pub(crate) fn run(arguments: &[OsString]) -> Outcome {
    let context = Context::find()?;
    let program = build(&context)?;
    // It may read from the terminal, so it stays in the group of this process: Ctrl-C reaches both.
    let status = Command::new(&program)
        .args(arguments)
        .status()
        .map_err(Failure::io("start", &program))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(Failure::Passed {
            code: u8::try_from(code).unwrap_or(u8::MAX),
        }),
        None => Err(Failure::NoAnswer {
            what: "the explorer".to_owned(),
            how: status.to_string(),
            output: String::new(),
        }),
    }
}

/// The program, optimised: a search is as good as it is fast.
fn build(context: &Context) -> Outcome<PathBuf> {
    let fresh = Fresh::of(&context.layout, "explore", &[]);
    if let Some(Value::String(program)) = fresh.recall() {
        return Ok(PathBuf::from(program));
    }
    let build = cargo::build(
        context.layout.root(),
        &["build", "--release", "--package", "explore"],
    )?;
    let program = build
        .program("explore")
        .filter(|_| build.success)
        .map(PathBuf::from);
    let Some(program) = program else {
        return Err(build.failure("the explorer"));
    };
    fresh.remember(&[&program], Value::from(program.to_string_lossy()));
    Ok(program)
}
