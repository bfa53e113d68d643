//! The editor of the learner.

use std::env;
use std::path::Path;
use std::process::Command;

/// The command that opens a file in the learner's editor; `None` when no editor is known.
///
/// `VISUAL` and `EDITOR` are commands, possibly with options, as Git reads them. Inside the
/// terminal of Visual Studio Code that editor is meant.
pub(crate) fn command(file: &Path) -> Option<Command> {
    let variable = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = variable("VISUAL")
        .or_else(|| variable("EDITOR"))
        .or_else(|| {
            (variable("TERM_PROGRAM").as_deref() == Some("vscode")).then(|| "code".to_owned())
        })?;
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words).arg(file);
    Some(command)
}
