//! `cargo course book`: starts the book's own program.

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::process::Group;
use crate::{terminal, toolchain};

/// Builds the book, serves it, and stays until it ends.
///
/// # Errors
///
/// When the book's program does not build or ends with an error, which it has shown.
pub(crate) fn run(port: Option<u16>, open: bool) -> Outcome {
    let context = Context::find()?;
    let mut command = toolchain::cargo();
    command.current_dir(context.layout.root());
    command.args(["run", "--quiet", "--package", "course-book", "--", "serve"]);
    if let Some(port) = port {
        command.arg("--port").arg(port.to_string());
    }
    if open {
        command.arg("--open");
    }
    terminal::remark("building the book; the first time this takes a minute or two …");
    // It prints to this terminal, and ends with this process: Ctrl-C ends the group.
    command.stdin(std::process::Stdio::null());
    let mut group =
        Group::start(&mut command).map_err(|error| toolchain::missing("cargo", error))?;
    let status = group
        .wait()
        .map_err(Failure::io("wait for", "course-book".as_ref()))?;
    if status.success() {
        return Ok(());
    }
    let help = "look at the message above; another port is chosen with `--port`".to_owned();
    Err(Failure::Usage {
        problem: format!("the book ended with {status}"),
        help,
    })
}
