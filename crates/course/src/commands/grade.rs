//! `cargo course grade`.

use std::path::Path;

use crate::Outcome;
use crate::context::Context;
use crate::grade::{self, Grade};
use crate::terminal::{self, BOLD, GREEN, RED, RESET};

/// Judges a file as the solution of an exercise and prints the verdict.
///
/// # Errors
///
/// [`crate::failure::Failure::Rejected`] when it does not hold, and whatever keeps it from being
/// judged.
pub(crate) fn run(exercise: &str, file: &Path, json: bool) -> Outcome {
    let context = Context::find()?;
    let id = context.id(exercise)?;
    context.exercise(id)?;
    let grade = grade::grade(&context, id, file)?;
    if json {
        let text = serde_json::to_string(&grade).expect("texts, numbers and plain data");
        terminal::line(text)?;
        if let Some(message) = &grade.message {
            terminal::remark(message.trim_end());
        }
    } else {
        show(&grade)?;
    }
    grade.outcome()
}

fn show(grade: &Grade) -> Outcome {
    if grade.verdict == "holds" {
        let covered = if grade.exhaustive {
            "every interleaving"
        } else {
            "the declared bound"
        };
        return terminal::line(format_args!(
            "{BOLD}{}{RESET}: {GREEN}holds{RESET} in {covered}, {} executions",
            grade.exercise, grade.executions
        ));
    }
    if let Some(counterexample) = &grade.counterexample {
        terminal::line(interleaving::render::render(
            counterexample,
            &terminal::style(),
        ))?;
    } else {
        terminal::line(grade.text.trim_end())?;
    }
    terminal::line(format_args!(
        "{BOLD}{}{RESET}: {RED}{}{RESET}",
        grade.exercise,
        grade.found()
    ))?;
    if let (Some(message), Some(_)) = (&grade.message, &grade.counterexample) {
        terminal::line(message)?;
    }
    match grade.matches.as_slice() {
        [] => Ok(()),
        names => terminal::line(format_args!("ends like the known {}", names.join(", "))),
    }
}
