//! `cargo course list`.

use serde::Serialize;

use crate::Outcome;
use crate::context::Context;
use crate::terminal::{self, BOLD, DIM, GREEN, RESET};

/// One exercise in `list --json`.
#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    part: u32,
    chapter: String,
    file: String,
    minutes: u32,
    solved: bool,
    current: bool,
    hints: u32,
}

/// Lists the exercises.
///
/// # Errors
///
/// When the course or the progress cannot be read.
pub(crate) fn run(json: bool) -> Outcome {
    let context = Context::find()?;
    let rows = rows(&context)?;
    if json {
        let text = serde_json::to_string_pretty(&rows).expect("rows of texts and numbers");
        return terminal::line(text);
    }
    show(&rows)
}

/// Shows the list to a person.
///
/// # Errors
///
/// When the course or the progress cannot be read.
pub(crate) fn show_for(context: &Context) -> Outcome {
    show(&rows(context)?)
}

fn rows(context: &Context) -> Outcome<Vec<Row>> {
    let progress = context.progress()?;
    let here = progress.here(&context.ids);
    let mut rows = Vec::new();
    for id in &context.ids {
        let exercise = context.exercise(*id)?;
        rows.push(Row {
            id: id.to_string(),
            file: context.layout.shown(&context.layout.learner_file(*id)),
            minutes: exercise.minutes.total(),
            solved: progress.is_solved(*id),
            current: here == Some(*id),
            hints: progress.record(*id).hints,
            title: exercise.title,
            part: exercise.part,
            chapter: exercise.chapter,
        });
    }
    Ok(rows)
}

fn show(rows: &[Row]) -> Outcome {
    let widest = |text: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| text(row).chars().count());
        widths.max().unwrap_or_default()
    };
    let (ids, titles) = (widest(|row| &row.id), widest(|row| &row.title));
    for row in rows {
        // Words, not colours or signs alone, say what is done.
        let (style, state) = if row.solved {
            (GREEN, "solved")
        } else {
            (DIM, "open")
        };
        let here = if row.current {
            format!("  {BOLD}you are here{RESET}")
        } else {
            String::new()
        };
        terminal::line(format_args!(
            "{BOLD}{:ids$}{RESET}  part {}  {:titles$}  {:>3} min  {style}{state}{RESET}{here}",
            row.id, row.part, row.title, row.minutes,
        ))?;
    }
    let solved = rows.iter().filter(|row| row.solved).count();
    terminal::line(format_args!("{solved} of {} solved", rows.len()))
}
