//! The interpreters of this machine. Each describes itself: nothing is concluded from a path.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use processes::{Finished, Limits};
use serde::Deserialize;
use transcripts::Interpreter;
use transcripts::interpreter::{FREE_THREADED, IMPLEMENTATION, OLDEST};

use crate::problem::Problem;
use crate::terminal;

/// An interpreter that can be started.
#[derive(Clone, Debug)]
pub(crate) struct Python {
    /// Its program.
    pub(crate) path: PathBuf,
    /// What it says about itself.
    pub(crate) about: Interpreter,
}

/// How long an interpreter may take to describe itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// The bounds of every Python that is started. Address space is reserved generously by the
/// free-threaded builds, and by threads for their stacks.
pub(crate) const LIMITS: Limits = Limits {
    processor: Duration::from_secs(60),
    memory: 8 << 20,
    file: 64 << 10,
};

/// Prints one JSON document. It has to run on Python 2 as well, to be told that it is too old.
const QUESTION: &str = r#"
import json, os, platform, shlex, sys, sysconfig
options = shlex.split(sysconfig.get_config_var('CONFIG_ARGS') or '')
enabled = getattr(sys, '_is_gil_enabled', None)
try:
    cores = len(os.sched_getaffinity(0))
except AttributeError:
    cores = os.cpu_count() if hasattr(os, 'cpu_count') else 1
print(json.dumps({
    'implementation': platform.python_implementation(),
    'version': platform.python_version(),
    'free_threaded': bool(sysconfig.get_config_var('Py_GIL_DISABLED')),
    'gil': True if enabled is None else bool(enabled()),
    'flags': [o for o in options if o.startswith('--') and '/' not in o and '\\' not in o],
    'cores': cores,
    'machine': platform.system() + ' ' + platform.machine(),
}))
"#;

#[derive(Deserialize)]
struct Answer {
    implementation: String,
    version: String,
    free_threaded: bool,
    gil: bool,
    flags: Vec<String>,
    cores: u32,
    machine: String,
}

/// Why an interpreter is not used.
enum Unfit {
    /// It does not start, or does not answer.
    Broken(String),
    /// It works, and the course does not speak of it.
    Foreign(String),
}

/// All interpreters: the named ones, and unless `only` those of pyenv and the `python3` of the
/// PATH; each kind once, in the order of the pages.
///
/// # Errors
///
/// When a named one or one of pyenv does not start, or a named one is none that the course speaks
/// of.
pub(crate) fn find(named: &[PathBuf], only: bool) -> Result<Vec<Python>, Problem> {
    let mut found: Vec<Python> = Vec::new();
    for path in named {
        match ask(&absolute(path)) {
            Ok(python) => keep(&mut found, python),
            Err(Unfit::Broken(problem) | Unfit::Foreign(problem)) => {
                return Err(unusable(path, &problem, "name another one with --python"));
            }
        }
    }
    if !only {
        for path in of_pyenv() {
            match ask(&path) {
                Ok(python) => keep(&mut found, python),
                Err(Unfit::Foreign(_)) => {}
                Err(Unfit::Broken(problem)) => {
                    let help = "install it again with pyenv, or use --only";
                    return Err(unusable(&path, &problem, help));
                }
            }
        }
        // The last resort of a machine without pyenv; a shim that leads nowhere is none.
        if let Ok(python) = ask(Path::new("python3")) {
            let known = |one: &Python| one.about.key() == python.about.key();
            if !found.iter().any(known) {
                found.push(python);
            }
        }
    }
    found.sort_by(|a, b| a.about.key().cmp(&b.about.key()));
    if found.is_empty() {
        terminal::remark("note: there is no interpreter here; name one with --python");
    }
    Ok(found)
}

/// Runs have a folder of their own, so a path must not depend on the current one. A bare name is
/// looked up in the PATH.
fn absolute(path: &Path) -> PathBuf {
    if path.components().count() == 1 && !path.is_file() {
        return path.to_owned();
    }
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn unusable(path: &Path, problem: &str, help: &str) -> Problem {
    Problem::usage(
        format!("{} cannot be used: {problem}", path.display()),
        help,
    )
}

/// The first of each kind stands.
fn keep(found: &mut Vec<Python>, python: Python) {
    match found
        .iter()
        .find(|one| one.about.key() == python.about.key())
    {
        None => found.push(python),
        Some(known) if known.path == python.path => {}
        Some(known) => terminal::remark(format_args!(
            "note: {} is left out: {} is {} as well",
            python.path.display(),
            known.path.display(),
            known.about.name()
        )),
    }
}

/// `$PYENV_ROOT/versions/*/bin/python3`, in the order of their names.
fn of_pyenv() -> Vec<PathBuf> {
    let root = env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".pyenv")));
    let Some(entries) = root.and_then(|root| fs::read_dir(root.join("versions")).ok()) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path().join("bin").join("python3")))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

/// Lets an interpreter describe itself.
fn ask(path: &Path) -> Result<Python, Unfit> {
    let mut command = LIMITS.command(path);
    isolate(&mut command);
    command.args(["-E", "-s", "-B", "-c", QUESTION]);
    let finished = processes::run(&mut command, Some(PATIENCE), |_| {})
        .map_err(|error| Unfit::Broken(format!("it does not start: {error}")))?;
    let answer = understood(&finished)?;
    about(answer).map(|about| Python {
        path: path.to_owned(),
        about,
    })
}

fn understood(finished: &Finished) -> Result<Answer, Unfit> {
    let broken = |what: &str| {
        let said = finished.stderr.lines().last().unwrap_or("it says nothing");
        Unfit::Broken(format!("{what} ({}; {said})", finished.how()))
    };
    if !finished.success() {
        return Err(broken("it does not start"));
    }
    serde_json::from_slice(&finished.stdout).map_err(|_| broken("it does not answer like Python"))
}

fn about(answer: Answer) -> Result<Interpreter, Unfit> {
    let version = answer.version.parse().map_err(|_| {
        Unfit::Foreign(format!(
            "it is version {}, and the course speaks of {OLDEST} and later",
            answer.version
        ))
    })?;
    if answer.implementation != IMPLEMENTATION {
        return Err(Unfit::Foreign(format!(
            "it is {}, and the course speaks of {IMPLEMENTATION} only",
            answer.implementation
        )));
    }
    let build = if answer.free_threaded {
        FREE_THREADED
    } else {
        ""
    };
    Ok(Interpreter {
        implementation: answer.implementation,
        version,
        build: build.to_owned(),
        flags: answer.flags,
        gil: answer.gil,
        cores: answer.cores,
        machine: answer.machine,
    })
}

/// Takes the environment away: no variable of the author's may decide what is recorded.
pub(crate) fn isolate(command: &mut std::process::Command) {
    command.env_clear();
    for name in [
        "PATH",
        "LD_LIBRARY_PATH",
        "HOME",
        "TMPDIR",
        "TEMP",
        "TMP",
        "SystemRoot",
    ] {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("LC_ALL", "C.UTF-8");
}
