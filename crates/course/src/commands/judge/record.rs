//! The recorded numbers: `exercises/stats.json`, and the counterexamples of the starters.

use std::fs;
use std::path::{Path, PathBuf};

use catalog::{Stats, write_atomically};

use super::measured::Measured;
use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal;

/// Writes what was measured. Exercises that were not measured keep their numbers.
///
/// # Errors
///
/// When a file cannot be read or written.
pub(super) fn write(context: &Context, all: &[Measured]) -> Outcome {
    for (path, text) in files(context, all)? {
        write_atomically(&path, text.as_bytes())?;
        terminal::line(format_args!("wrote {}", context.layout.shown(&path)))?;
    }
    Ok(())
}

/// Compares what was measured with what is recorded.
///
/// # Errors
///
/// [`Failure::Disagreement`] when a file is missing or has another content.
pub(super) fn compare(context: &Context, all: &[Measured]) -> Outcome {
    let mut different = Vec::new();
    for (path, text) in files(context, all)? {
        // A file that is missing or not UTF-8 is different as well.
        if fs::read_to_string(&path).ok().as_deref() != Some(&*text) {
            different.push(context.layout.shown(&path));
        }
    }
    if different.is_empty() {
        return terminal::line("the recorded counts are the measured ones");
    }
    Err(Failure::Disagreement {
        problem: format!("not what was measured: {}", different.join(", ")),
        help: "look at the change, then record it with `cargo course judge --record`".to_owned(),
    })
}

/// The files and what belongs into them now.
fn files(context: &Context, all: &[Measured]) -> Outcome<Vec<(PathBuf, String)>> {
    let mut stats = recorded(context)?;
    stats.exercises.retain(|id, _| context.ids.contains(id));
    let mut files = Vec::new();
    for measured in all {
        stats.exercises.insert(measured.id, measured.stats());
        if let Some(counterexample) = measured.counterexample() {
            let mut text = serde_json::to_string_pretty(counterexample)
                .expect("a counterexample is plain data");
            text.push('\n');
            files.push((context.layout.counterexample(measured.id), text));
        }
    }
    files.push((context.layout.stats(), stats.to_text()));
    Ok(files)
}

fn recorded(context: &Context) -> Outcome<Stats> {
    let path = context.layout.stats();
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Stats::parse(&text, &context.layout.shown(&path))?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Stats::default()),
        Err(error) => Err(Failure::io("read", Path::new(&path))(error)),
    }
}
