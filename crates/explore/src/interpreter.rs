//! A Python interpreter of the reader.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use processes::Finished;
use pyrace::code::Version;

use crate::input::Problem;

/// Prints what it is: implementation, version, and whether it was built without the GIL.
const PROBE: &str = "\
import sys, sysconfig
print(sys.implementation.name)
print('%d.%d.%d' % sys.version_info[:3])
print('%d.%d' % sys.version_info[:2])
print(sys.version_info[2])
print(int(bool(sysconfig.get_config_var('Py_GIL_DISABLED'))))
";

/// How long an interpreter may take to say what it is.
const PROBE_PATIENCE: Duration = Duration::from_secs(30);

/// A CPython that the explorer knows.
#[derive(Debug)]
pub(crate) struct Interpreter {
    path: PathBuf,
    /// `3.9.18`, with a `t` behind it for a build without the GIL.
    pub(crate) full: String,
    /// Whose instructions it runs.
    pub(crate) version: Version,
    /// The patch release: 18 of `3.9.18`.
    pub(crate) patch: u32,
    /// It was built with the GIL.
    pub(crate) gil: bool,
}

impl Interpreter {
    /// Starts it and asks what it is.
    ///
    /// # Errors
    ///
    /// It does not start, is no CPython, or is of a version that the explorer does not know.
    pub(crate) fn find(path: &Path) -> Result<Interpreter, Problem> {
        let shown = path.display();
        let asked = run(path, ["-c", PROBE], "", PROBE_PATIENCE);
        let output = asked
            .and_then(|output| in_time(output, PROBE_PATIENCE))
            .map_err(|error| Problem {
                message: format!("cannot start {shown}: {error}"),
                help: "name a CPython, such as python3.12 or its full path",
            })?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = text.lines().collect();
        let [name, full, minor, patch, no_gil] = lines.as_slice() else {
            return Err(Problem {
                message: format!(
                    "{shown} does not say which Python it is ({})",
                    last_line(&output)
                ),
                help: "name a CPython, such as python3.12 or its full path",
            });
        };
        if *name != "cpython" {
            return Err(Problem {
                message: format!("{shown} is {name} and not CPython"),
                help: "name a CPython: other implementations switch threads elsewhere",
            });
        }
        let (Ok(version), Ok(patch)) = (minor.parse::<Version>(), patch.parse()) else {
            return Err(Problem {
                message: format!("{shown} is CPython {full}, which the explorer does not know"),
                help: "name a CPython from 3.8 to 3.15",
            });
        };
        let gil = *no_gil != "1";
        Ok(Interpreter {
            path: path.to_owned(),
            full: format!("{full}{}", if gil { "" } else { "t" }),
            version,
            patch,
            gil,
        })
    }

    /// Runs a script that reads `input`. After `patience` it is ended, and has no status.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub(crate) fn run(
        &self,
        script: &str,
        arguments: &[&str],
        input: &str,
        patience: Duration,
    ) -> io::Result<Finished> {
        let before = ["-W", "ignore", "-c", script];
        let all = before.iter().chain(arguments);
        run(&self.path, all, input, patience)
    }
}

/// What a program did that has ended by itself.
///
/// # Errors
///
/// It was ended after `patience`.
pub(crate) fn in_time(finished: Finished, patience: Duration) -> io::Result<Finished> {
    if finished.status.is_some() {
        return Ok(finished);
    }
    Err(io::Error::new(
        io::ErrorKind::TimedOut,
        format!("it did not end within {} s", patience.as_secs()),
    ))
}

/// The last line that a program complained with.
pub(crate) fn last_line(finished: &Finished) -> String {
    let mut lines = finished.stderr.lines().rev();
    let line = lines.find(|line| !line.trim().is_empty());
    line.map_or_else(
        || format!("it ended with {}", finished.how()),
        str::to_owned,
    )
}

fn run(
    path: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    input: &str,
    patience: Duration,
) -> io::Result<Finished> {
    let mut command = Command::new(path);
    command
        .args(arguments)
        // Sets and dicts of strings are in the same order each time.
        .env("PYTHONHASHSEED", "0");
    processes::run_with_input(&mut command, input.into(), Some(patience), |_| {})
}
