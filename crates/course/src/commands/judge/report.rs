//! What `judge` prints.

use serde::Serialize;

use super::measured::{Line, Measured};
use crate::Outcome;
use crate::terminal::{self, BOLD, DIM, GREEN, RED, RESET};

/// Shows what was measured about one exercise.
pub(super) fn show(measured: &Measured) -> Outcome {
    terminal::line(format_args!(
        "{BOLD}{}  {}{RESET}",
        measured.id, measured.title
    ))?;
    for (part, good) in [
        ("starter", "rejected as documented"),
        ("right", "accepted"),
        ("wrong", "rejected for the stated reason"),
    ] {
        let lines: Vec<&Line> = measured
            .lines
            .iter()
            .filter(|line| line.is_in(part) || line.file == format!("{part}.rs"))
            .collect();
        let agreeing = lines.iter().filter(|line| line.agrees()).count();
        let executions: u64 = lines.iter().map(|line| line.executions()).sum();
        let color = if agreeing == lines.len() { GREEN } else { RED };
        let of = if agreeing == lines.len() {
            String::new()
        } else {
            format!(" of {}", lines.len())
        };
        terminal::line(format_args!(
            "  {part:<8}{color}{agreeing:>3}{of} {good}{RESET}{DIM}, {executions} executions{RESET}"
        ))?;
    }
    for line in measured.lines.iter().filter(|line| !line.agrees()) {
        terminal::line(format_args!("  {RED}off{RESET}      {}", in_words(line)))?;
    }
    for problem in &measured.problems {
        terminal::line(format_args!("  {RED}off{RESET}      {problem}"))?;
    }
    let time = match measured.time {
        Some(time) => format!("{:.1} s", time.as_secs_f64()),
        None => "unchanged".to_owned(),
    };
    terminal::line(format_args!("  {DIM}time    {time}{RESET}"))
}

/// `wrong/a.rs: documented deadlock by two, found holds`.
fn in_words(line: &Line) -> String {
    let words = |found: &Option<crate::judged::Found>, none: &str| {
        found.as_ref().map_or(none.to_owned(), ToString::to_string)
    };
    let documented = words(&line.documented, "nothing");
    let found = words(&line.found, "nothing: the file was not judged");
    let message = line
        .models
        .iter()
        .find(|model| !model.holds())
        .and_then(|m| m.message.as_deref());
    let message = message
        .map(|message| format!(" ({message})"))
        .unwrap_or_default();
    format!(
        "{}: documented {documented}, found {found}{message}",
        line.file
    )
}

/// How long it took now.
fn seconds(measured: &Measured) -> f64 {
    measured.time.unwrap_or_default().as_secs_f64()
}

/// One row for each exercise.
fn show_table(all: &[Measured]) -> Outcome {
    terminal::line(format_args!(
        "\n{BOLD}exercise  starter  right  wrong  models  executions  seconds{RESET}"
    ))?;
    for measured in all {
        let agreeing = |part: &str| {
            let lines = measured.lines.iter();
            lines
                .filter(|line| line.is_in(part) && line.agrees())
                .count()
        };
        let executions: u64 = measured.lines.iter().map(Line::executions).sum();
        terminal::line(format_args!(
            "{:<8}  {:>7}  {:>5}  {:>5}  {:>6}  {executions:>10}  {:>7.1}{}",
            measured.id,
            agreeing("starter.rs"),
            agreeing("right"),
            agreeing("wrong"),
            measured.models.len(),
            seconds(measured),
            if measured.off() == 0 { "" } else { "  off" },
        ))?;
    }
    Ok(())
}

/// Shows the sum over all exercises.
pub(super) fn show_sum(all: &[Measured]) -> Outcome {
    if all.len() > 1 {
        show_table(all)?;
    }
    let off: usize = all.iter().map(Measured::off).sum();
    let files: usize = all.iter().map(|measured| measured.lines.len()).sum();
    let executions: u64 = all
        .iter()
        .flat_map(|m| &m.lines)
        .map(Line::executions)
        .sum();
    let seconds: f64 = all.iter().map(seconds).sum();
    let (color, verdict) = if off == 0 {
        (GREEN, "every line is as documented".to_owned())
    } else {
        (RED, format!("off: {}", terminal::count(off, "line")))
    };
    terminal::line(format_args!(
        "{}, {}, {executions} executions, {seconds:.1} s: {color}{verdict}{RESET}",
        terminal::count(all.len(), "exercise"),
        terminal::count(files, "file"),
    ))
}

#[derive(Serialize)]
struct Document<'a> {
    v: u32,
    agrees: bool,
    exercises: Vec<ExerciseDocument<'a>>,
}

#[derive(Serialize)]
struct ExerciseDocument<'a> {
    exercise: String,
    agrees: bool,
    files: Vec<FileDocument<'a>>,
    problems: &'a [String],
    seconds: f64,
}

#[derive(Serialize)]
struct FileDocument<'a> {
    file: &'a str,
    agrees: bool,
    documented: Option<String>,
    found: Option<String>,
    executions: u64,
}

/// Prints everything as one JSON document.
pub(super) fn print_json(all: &[Measured]) -> Outcome {
    let file = |line: &'_ Line| -> (bool, Option<String>, Option<String>, u64) {
        let text = |found: &Option<crate::judged::Found>| found.as_ref().map(ToString::to_string);
        (
            line.agrees(),
            text(&line.documented),
            text(&line.found),
            line.executions(),
        )
    };
    let exercises = all.iter().map(|measured| ExerciseDocument {
        exercise: measured.id.to_string(),
        agrees: measured.off() == 0,
        files: measured
            .lines
            .iter()
            .map(|line| {
                let (agrees, documented, found, executions) = file(line);
                FileDocument {
                    file: &line.file,
                    agrees,
                    documented,
                    found,
                    executions,
                }
            })
            .collect(),
        problems: &measured.problems,
        seconds: seconds(measured),
    });
    let agrees = all.iter().all(|measured| measured.off() == 0);
    let document = Document {
        v: 1,
        agrees,
        exercises: exercises.collect(),
    };
    let text = serde_json::to_string_pretty(&document).expect("texts and numbers");
    terminal::line(text)
}
