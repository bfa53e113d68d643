//! `cargo course hint`.

use catalog::ExerciseId;

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, DIM, RESET};

/// Shows a hint: the given one, or the next one that was not shown yet.
///
/// # Errors
///
/// When there is no such exercise or hint.
pub(crate) fn run(exercise: Option<&str>, level: Option<u32>) -> Outcome {
    let context = Context::find()?;
    let id = context.id_or_current(exercise)?;
    show(&context, id, level)
}

/// Shows a hint of this exercise; after the last one, the last one again.
///
/// # Errors
///
/// When there is no such hint, or the course cannot be read.
pub(crate) fn show(context: &Context, id: ExerciseId, level: Option<u32>) -> Outcome {
    let exercise = context.exercise(id)?;
    let seen = context.progress()?.record(id).hints;
    let count = exercise.hints.len();
    let last = u32::try_from(count).expect("an exercise has three hints");
    let level = level.unwrap_or_else(|| (seen + 1).min(last));
    let index = usize::try_from(level)
        .ok()
        .and_then(|level| level.checked_sub(1));
    let Some(hint) = index.and_then(|index| exercise.hints.get(index)) else {
        return Err(Failure::NoSuchHint { id, level, count });
    };
    terminal::line(format_args!("{BOLD}{id}, hint {level} of {count}{RESET}"))?;
    terminal::write(terminal::wrap(hint))?;
    if level == last {
        terminal::line(format_args!(
            "{DIM}This was the last hint. The chapter tells the story behind it: {}{RESET}",
            context.layout.shown(&context.layout.chapter(&exercise))
        ))?;
    }
    context.note_progress(|progress| {
        let record = progress.record_mut(id);
        record.hints = record.hints.max(level);
    });
    Ok(())
}
