//! What the explorer says about a program, on every version that it knows.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use transcripts::{Explored, Program, Verdict, explored};

use crate::arguments::Arguments;
use crate::selection::Selection;

/// How long the explorer may take for one program, all versions together. The result is the same
/// on a slower machine, or it is an error there.
const LONGEST: Duration = Duration::from_secs(300);

/// Asks the explorer; `None` when the program says that it is not explored.
///
/// # Errors
///
/// When the explorer is not there, does not support the program, or does not finish.
pub(crate) fn ask(
    root: &Path,
    selection: &Selection,
    program: &Program,
    arguments: &Arguments,
) -> Result<Option<Explored>, String> {
    let Some((file, hash)) = selection.evidence.explored(program) else {
        return Ok(None);
    };
    let Some(explorer) = &arguments.explorer else {
        return Err("there is no explorer; start this with `cargo course record`".to_owned());
    };
    let verdicts = verdicts(explorer, &root.join(&file))?;
    Ok(Some(Explored {
        sha256: hash.to_owned(),
        program: file,
        verdicts,
    }))
}

fn verdicts(explorer: &Path, file: &Path) -> Result<Vec<Verdict>, String> {
    let mut command = Command::new(explorer);
    command.arg(file).args(["--python", "all", "--json"]);
    let finished = processes::run(&mut command, Some(LONGEST), |_| {})
        .map_err(|error| format!("the explorer does not start: {error}"))?;
    let Some(status) = finished.status else {
        return Err(format!(
            "the explorer was ended after {} seconds; name a smaller program",
            LONGEST.as_secs()
        ));
    };
    // 0, 1 and 3 speak about the outcomes, which are judged here; 2 says that there are none.
    if !matches!(status.code(), Some(0 | 1 | 3)) {
        let said = finished.stderr.trim();
        return Err(format!(
            "the explorer cannot explore it ({said}); name a smaller program, or write `no: ` and the reason"
        ));
    }
    explored::parse(&String::from_utf8_lossy(&finished.stdout))
}
