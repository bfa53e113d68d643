//! This binary in the role of a judge.

use std::path::PathBuf;
use std::process::{Command, Output};

use libtest_mimic::Failed;
use serde_json::Value;

/// Set for processes that play the judge: the folder of the learner's package.
pub(crate) const JUDGE: &str = "LAB_CHECK_TRAPS_JUDGE";

/// This binary as the judge of a folder beside this file.
pub(crate) fn judge(source: &str, args: &[&str]) -> Command {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join("traps")
        .join(source);
    let program = std::env::current_exe().expect("this binary has a path");
    let mut command = Command::new(program);
    command.env(JUDGE, folder).args(args);
    command
}

/// The JSON document of a judge, and everything else it left.
pub(crate) fn answer(source: &str, args: &[&str]) -> Result<(Value, Output), Failed> {
    let output = judge(source, args).output()?;
    let text = String::from_utf8(output.stdout.clone())?;
    let lines = text.lines().count();
    if lines != 1 {
        return Err(format!("one JSON document, not {lines} lines: {text}").into());
    }
    Ok((serde_json::from_str(&text)?, output))
}
