//! The recorded numbers: `exercises/stats.json`, and the counterexamples of the starters.

use std::fs;
use std::path::{Path, PathBuf};

use catalog::{ExerciseId, Layout, Stats, write_atomically};
use interleaving::Counterexample;

use super::measured::Measured;
use super::readme;
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
            let counterexample = portable(counterexample, &context.layout, measured.id);
            let mut text = serde_json::to_string_pretty(&counterexample)
                .expect("a counterexample is plain data");
            text.push('\n');
            files.push((context.layout.counterexample(measured.id), text));
        }
    }
    let readme = context.layout.root().join("README.md");
    if let Ok(text) = fs::read_to_string(&readme)
        && let Some(text) = readme::with_numbers(&text, &stats)
    {
        files.push((readme, text));
    }
    files.push((context.layout.stats(), stats.to_text()));
    Ok(files)
}

/// The counterexample with the paths that a learner sees, the same on every machine.
///
/// The corpus compiles the starter from where it is kept; the learner has the same bytes in
/// `exercises/exNN/src/lib.rs`.
fn portable(counterexample: &Counterexample, layout: &Layout, id: ExerciseId) -> Counterexample {
    let mut portable = counterexample.clone();
    let root = format!("{}/", layout.root().display()).replace('\\', "/");
    let starter = layout.shown(&layout.starter(id));
    for source in portable
        .events
        .iter_mut()
        .filter_map(|event| event.source.as_mut())
    {
        let relative = source.file.strip_prefix(&root).unwrap_or(&source.file);
        source.file = if relative == starter {
            layout.shown(&layout.learner_file(id))
        } else {
            relative.to_owned()
        };
    }
    portable
}

fn recorded(context: &Context) -> Outcome<Stats> {
    let path = context.layout.stats();
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Stats::parse(&text, &context.layout.shown(&path))?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Stats::default()),
        Err(error) => Err(Failure::io("read", Path::new(&path))(error)),
    }
}

#[cfg(test)]
mod tests {
    use interleaving::{Action, Event, Source};

    use super::*;

    #[test]
    fn recorded_paths_are_those_of_the_learner() {
        let id = ExerciseId::from_number(2).expect("a valid number");
        let mut counterexample = Counterexample::new("one hit is gone");
        for file in [
            "/home/ada/course/solutions/ex02/starter.rs",
            "/home/ada/course/exercises/ex02/tests/models.rs",
            "exercises/ex02/src/lib.rs",
        ] {
            let source = Source {
                file: file.to_owned(),
                line: 1,
                text: String::new(),
            };
            counterexample.events.push(Event {
                thread: 0,
                action: Action::Yield,
                object: None,
                source: Some(source),
                switch: None,
            });
        }
        let portable = portable(&counterexample, &Layout::new("/home/ada/course"), id);
        let files = portable
            .events
            .iter()
            .filter_map(|event| event.source.as_ref());
        let files: Vec<&str> = files.map(|source| source.file.as_str()).collect();
        assert_eq!(
            files,
            [
                "exercises/ex02/src/lib.rs",
                "exercises/ex02/tests/models.rs",
                "exercises/ex02/src/lib.rs"
            ]
        );
    }
}
