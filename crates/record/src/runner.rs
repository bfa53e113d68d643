//! One run of a program on one interpreter.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use processes::Finished;
use transcripts::ending;

use crate::interpreters::{LIMITS, Python, isolate};

/// How long a run may take. The programs of the book take a second; one that does not end has a
/// deadlock, and that is an outcome.
const LONGEST: Duration = Duration::from_secs(15);

/// The longest line that is an outcome, and the longest output that is kept, in bytes.
const LONGEST_LINE: usize = 80;
const LONGEST_OUTPUT: usize = 64 << 10;

/// What CPython says when an extension module switches the GIL on again.
const GIL_CAME_BACK: &str = "The global interpreter lock (GIL) has been enabled";

/// Runs the program once and gives back the line that names its outcome.
///
/// # Errors
///
/// When it cannot be run, or does not print exactly one short line.
pub(crate) fn outcome(python: &Python, name: &str, program: &Path) -> Result<String, String> {
    let finished = run(python, name, program)?;
    if let Some(abnormal) = abnormal(&finished) {
        return Ok(abnormal);
    }
    let text = text(&finished)?;
    let lines: Vec<&str> = text.lines().collect();
    match lines.as_slice() {
        [line] if !line.trim().is_empty() && line.len() <= LONGEST_LINE => {
            Ok(line.trim_end().to_owned())
        }
        [line] if line.len() > LONGEST_LINE => Err(format!(
            "it printed a line of {} bytes; the outcome is one short line",
            line.len()
        )),
        lines => Err(format!(
            "it printed {} lines; print one line that names the outcome",
            lines.len()
        )),
    }
}

/// Runs the program once and gives back everything that it printed.
///
/// # Errors
///
/// When it cannot be run, ends in another way than with success, or prints nothing or too much.
pub(crate) fn output(python: &Python, name: &str, program: &Path) -> Result<String, String> {
    let finished = run(python, name, program)?;
    if let Some(abnormal) = abnormal(&finished) {
        let said = finished.stderr.lines().last().unwrap_or_default();
        return Err(format!("it ended with `{abnormal}`: {said}"));
    }
    let text = text(&finished)?;
    match text.len() {
        0 => Err("it printed nothing".to_owned()),
        length if length > LONGEST_OUTPUT => Err(format!(
            "it printed {length} bytes, and {LONGEST_OUTPUT} are the most that a page shows"
        )),
        _ => Ok(text),
    }
}

/// The folder of the run that is under way: Ctrl-C ends the process without dropping anything.
static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Removes what the run under way has left; for the handler of Ctrl-C, when all programs have ended.
pub(crate) fn clean_up() {
    let folder = FOLDER.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(folder) = folder {
        // What cannot be removed is in the folder for temporary files, and is removed with it.
        let _ = fs::remove_dir_all(folder);
    }
}

/// Every run has a folder of its own, so that nothing is left behind and no path of this machine
/// is printed.
fn run(python: &Python, name: &str, program: &Path) -> Result<Finished, String> {
    let failed = |error: std::io::Error| format!("it cannot be run: {error}");
    let folder = tempfile::tempdir().map_err(failed)?;
    let note = |path| *FOLDER.lock().unwrap_or_else(PoisonError::into_inner) = path;
    note(Some(folder.path().to_path_buf()));
    let file = format!("{name}.py");
    fs::copy(program, folder.path().join(&file)).map_err(failed)?;
    let mut command = LIMITS.command(&python.path);
    isolate(&mut command);
    command.args(["-I", "-B", &file]);
    command.current_dir(folder.path());
    let finished = processes::run(&mut command, Some(LONGEST), |_| {}).map_err(failed);
    note(None);
    let finished = finished?;
    if !python.about.gil && finished.stderr.contains(GIL_CAME_BACK) {
        return Err("a module switched the GIL on again, so it did not run without it".to_owned());
    }
    Ok(finished)
}

fn text(finished: &Finished) -> Result<String, String> {
    String::from_utf8(finished.stdout.clone())
        .map(|text| text.replace("\r\n", "\n"))
        .map_err(|_| "it printed something that is not UTF-8".to_owned())
}

/// The outcome of a run that did not end with success.
fn abnormal(finished: &Finished) -> Option<String> {
    let Some(status) = finished.status else {
        return Some(ending::NO_END.to_owned());
    };
    if status.success() {
        return None;
    }
    Some(match (signal(status), status.code()) {
        (Some(signal), _) => ending::killed(&signal),
        (None, Some(code)) => match exception(&finished.stderr) {
            Some(class) => ending::uncaught(class),
            None => ending::exit_code(code),
        },
        (None, None) => ending::killed("the system"),
    })
}

/// The class in the last line of a traceback: `KeyError: 5`.
fn exception(stderr: &str) -> Option<&str> {
    let last = stderr.lines().rev().find(|line| !line.trim().is_empty())?;
    let class = last.split(':').next().unwrap_or(last);
    let is_name = |class: &str| {
        class.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && class
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
    };
    let is_traceback = stderr.contains("Traceback (most recent call last)")
        || stderr.trim_start().starts_with("File \"");
    (is_traceback && is_name(class)).then(|| class.rsplit('.').next().unwrap_or(class))
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<String> {
    use std::os::unix::process::ExitStatusExt as _;
    let number = status.signal()?;
    let signal = nix::sys::signal::Signal::try_from(number);
    Some(signal.map_or_else(|_| format!("signal {number}"), |signal| signal.to_string()))
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_an_exception_is_found_in_a_traceback_only() {
        let traceback =
            "Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 5\n";
        assert_eq!(exception(traceback), Some("KeyError"));
        let nested = traceback.replace("KeyError", "queue.Empty");
        assert_eq!(exception(&nested), Some("Empty"));
        let bare = traceback.replace("KeyError: 5", "threading.BrokenBarrierError");
        assert_eq!(exception(&bare), Some("BrokenBarrierError"));
        let syntax =
            "  File \"a.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n";
        assert_eq!(exception(syntax), Some("SyntaxError"));
        assert_eq!(exception("Fatal Python error: aborted\n"), None);
        assert_eq!(exception(""), None);
    }
}
