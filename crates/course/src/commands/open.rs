//! `cargo course open`.

use crate::Outcome;
use crate::context::Context;
use crate::editor;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, RESET};

/// Makes an exercise the current one and opens its file.
///
/// # Errors
///
/// When there is no such exercise, or the editor cannot be started.
pub(crate) fn run(exercise: Option<&str>) -> Outcome {
    let context = Context::find()?;
    let id = context.id_or_current(exercise)?;
    context.note_progress(|progress| progress.current = Some(id));
    let file = context.layout.learner_file(id);
    let shown = context.layout.shown(&file);
    let chapter = context
        .layout
        .shown(&context.layout.chapter(&context.exercise(id)?));
    terminal::line(format_args!(
        "{BOLD}{id}{RESET}  file {shown}, chapter {chapter}"
    ))?;
    let Some(mut command) = editor::command(&file) else {
        return terminal::line(
            "no editor is set: open the file yourself, or set the variable EDITOR",
        );
    };
    let program = command.get_program().to_string_lossy().into_owned();
    // The editor needs the terminal, so it stays in the group of this process.
    let status = command.status().map_err(|_| Failure::NoProgram {
        program: program.clone(),
        help: "set the variable EDITOR to the command of your editor".to_owned(),
    })?;
    if status.success() {
        return Ok(());
    }
    let help = "look at what it printed, or set the variable EDITOR".to_owned();
    Err(Failure::Usage {
        problem: format!("the editor `{program}` ended with {status}"),
        help,
    })
}
