//! Building with Cargo: one call, its JSON messages, and the short cut when nothing has changed.

mod fresh;
mod messages;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

pub(crate) use fresh::Fresh;
pub(crate) use messages::{Artifact, Diagnostic, Level};

use crate::Outcome;
use crate::failure::Failure;
use crate::{terminal, toolchain};

/// What a build made, and what the compiler said.
#[derive(Debug)]
pub(crate) struct Build {
    /// True when everything that was asked for is there.
    pub(crate) success: bool,
    /// What was made, or was there already.
    pub(crate) artifacts: Vec<Artifact>,
    /// The compiler's messages, in the order in which they came.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What Cargo itself said.
    pub(crate) output: String,
}

impl Build {
    /// The program of the test target `target` of the package in `folder`.
    pub(crate) fn test_program(&self, package: &str, target: &str) -> Option<&Path> {
        let found = self.artifacts.iter().find(|artifact| {
            artifact.target.name == target
                && artifact.package() == package
                && artifact.executable.is_some()
        });
        found.and_then(|artifact| artifact.executable.as_deref())
    }

    /// The program with this name.
    pub(crate) fn program(&self, name: &str) -> Option<&Path> {
        let found = self
            .artifacts
            .iter()
            .find(|artifact| artifact.target.name == name && artifact.executable.is_some());
        found.and_then(|artifact| artifact.executable.as_deref())
    }

    /// The failure of a build that no file of a learner is to blame for.
    pub(crate) fn failure(self, what: &str) -> Failure {
        let errors = self
            .diagnostics
            .into_iter()
            .filter(|d| d.level == Level::Error);
        let mut output: String = errors.map(|error| error.rendered).collect();
        if output.is_empty() {
            output = self.output;
        }
        Failure::ToolsDoNotBuild {
            what: what.to_owned(),
            output,
        }
    }
}

/// Runs `cargo <arguments>` in the root of the course and reads its messages.
///
/// The learner hears about it when Cargo has to wait for another build, and when it compiles or
/// downloads something other than the exercises: that is the first time, and it takes a while.
///
/// # Errors
///
/// When Cargo is not there.
pub(crate) fn build(root: &Path, arguments: &[&str]) -> Outcome<Build> {
    let mut command = toolchain::cargo();
    let format = if terminal::has_color() {
        "json-diagnostic-rendered-ansi"
    } else {
        "json"
    };
    command
        .args(arguments)
        .arg(format!("--message-format={format}"))
        .current_dir(root);
    let finished = processes::run(&mut command, None, show_progress)
        .map_err(|error| toolchain::missing("cargo", error))?;
    let (artifacts, diagnostics) = messages::read(&finished.stdout);
    Ok(Build {
        success: finished.success(),
        artifacts,
        diagnostics,
        output: finished.stderr,
    })
}

/// Repeats the lines of Cargo that explain why it takes a while.
fn show_progress(line: &str) {
    let text = line.trim_start();
    if text.starts_with("Blocking waiting for file lock") {
        terminal::remark("another build is running: waiting until it has ended …");
    } else if let Some((verb, package)) = text.split_once(' ')
        && matches!(
            verb,
            "Compiling" | "Downloading" | "Downloaded" | "Updating"
        )
        && !package.starts_with("ex")
    {
        terminal::remark(format_args!("{}{line}{}", terminal::DIM, terminal::RESET));
    }
}

/// The folder where Cargo puts what it builds, wherever the learner's settings send it.
///
/// # Errors
///
/// When Cargo is not there or cannot read the workspace.
pub(crate) fn target_directory(root: &Path) -> Outcome<PathBuf> {
    #[derive(Deserialize)]
    struct Metadata {
        target_directory: PathBuf,
    }
    let mut command = toolchain::cargo();
    command
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root);
    let finished = processes::run(&mut command, None, |_| {})
        .map_err(|error| toolchain::missing("cargo", error))?;
    match serde_json::from_slice::<Metadata>(&finished.stdout) {
        Ok(metadata) => Ok(metadata.target_directory),
        Err(_) => Err(Failure::ToolsDoNotBuild {
            what: "the workspace".to_owned(),
            output: finished.stderr,
        }),
    }
}

/// A command that runs a judge the way `cargo test` does: in the folder of its package.
pub(crate) fn test_command(program: &Path, package_folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(package_folder)
        .env("CARGO_MANIFEST_DIR", package_folder);
    command
}
