//! The real interpreters that tests compare with: those of pyenv, of the PATH, and of the variable
//! `PYRACE_PYTHONS` (paths of programs, separated as in PATH).
//!
//! Each is asked for its version; nothing is concluded from a path. A test says which ones it did not find.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pyrace::code::Version;

/// Prints a version such as `3.14` or `3.14t`, and the number of its patch release.
const QUESTION: &str = "import sys, sysconfig; \
    print('%d.%d' % sys.version_info[:2] + 't' * bool(sysconfig.get_config_var('Py_GIL_DISABLED')), \
    sys.version_info[2])";

/// A build of CPython that the explorer has rules for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Build {
    pub(crate) version: Version,
    /// Not the free-threaded build.
    pub(crate) gil: bool,
    /// The patch release of one that was found.
    pub(crate) patch: u32,
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.version, if self.gil { "" } else { "t" })
    }
}

/// The first interpreter of each build that is wanted, and the builds of which there is none.
pub(crate) fn find(wanted: impl Fn(Build) -> bool) -> (Vec<(Build, PathBuf)>, Vec<Build>) {
    let all: Vec<(String, u32, PathBuf)> = named()
        .into_iter()
        .chain(of_pyenv())
        .chain(of_path())
        .filter_map(|path| {
            let (version, patch) = version_of(&path)?;
            Some((version, patch, path))
        })
        .collect();
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for build in builds().filter(|build| wanted(*build)) {
        let name = build.to_string();
        match all.iter().find(|(version, ..)| *version == name) {
            Some((_, patch, path)) => {
                let patch = *patch;
                found.push((Build { patch, ..build }, path.clone()));
            }
            None => missing.push(build),
        }
    }
    (found, missing)
}

/// All builds: those with the GIL first, each kind from the oldest version on.
fn builds() -> impl Iterator<Item = Build> {
    let of = |gil: bool| {
        Version::ALL.map(|version| Build {
            version,
            gil,
            patch: 0,
        })
    };
    let free_threaded = of(false)
        .into_iter()
        .filter(|build| build.version >= Version::V3_13);
    of(true).into_iter().chain(free_threaded)
}

fn named() -> Vec<PathBuf> {
    let named = env::var_os("PYRACE_PYTHONS");
    named.map_or_else(Vec::new, |paths| env::split_paths(&paths).collect())
}

fn of_pyenv() -> Vec<PathBuf> {
    let root = env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".pyenv")));
    let Some(entries) = root.and_then(|root| fs::read_dir(root.join("versions")).ok()) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/python3")))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    // The newest of a version first.
    paths.reverse();
    paths
}

fn of_path() -> Vec<PathBuf> {
    builds()
        .map(|build| format!("python{build}"))
        .chain(["python3".to_owned()])
        .map(PathBuf::from)
        .collect()
}

fn version_of(path: &Path) -> Option<(String, u32)> {
    // A shim of pyenv that leads nowhere fails, and is no interpreter.
    let output = Command::new(path).args(["-c", QUESTION]).output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    let (version, patch) = answer.trim().split_once(' ')?;
    let patch = patch.parse().ok()?;
    output.status.success().then(|| (version.to_owned(), patch))
}
