//! The real interpreters that tests compare with: those of pyenv, of the PATH, and of the variable
//! `PYRACE_PYTHONS` (paths of programs, separated as in PATH).
//!
//! Each is asked for its version; nothing is concluded from a path. A test that finds none of a version
//! says so: see [`missing`].

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pyrace::code::Version;

/// Prints a version such as `3.14` or `3.14t`.
const QUESTION: &str = "import sys, sysconfig; \
    print('%d.%d' % sys.version_info[:2] + 't' * bool(sysconfig.get_config_var('Py_GIL_DISABLED')))";

/// The first interpreter of each version, by its name, such as `3.14` or `3.14t`.
pub(crate) fn all() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for path in named().into_iter().chain(of_pyenv()).chain(of_path()) {
        if let Some(version) = version_of(&path) {
            found.entry(version).or_insert(path);
        }
    }
    found
}

/// The interpreter with the GIL of each version that is here, and the versions that are not.
pub(crate) fn with_gil() -> (Vec<(Version, PathBuf)>, Vec<Version>) {
    let mut all = all();
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for version in Version::ALL {
        match all.remove(&version.to_string()) {
            Some(path) => found.push((version, path)),
            None => missing.push(version),
        }
    }
    (found, missing)
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
    let versions = Version::ALL.iter().flat_map(|version| {
        let free_threaded = (*version >= Version::V3_13).then(|| format!("python{version}t"));
        [Some(format!("python{version}")), free_threaded]
    });
    versions
        .flatten()
        .chain(["python3".to_owned()])
        .map(PathBuf::from)
        .collect()
}

fn version_of(path: &Path) -> Option<String> {
    // A shim of pyenv that leads nowhere fails, and is no interpreter.
    let output = Command::new(path).args(["-c", QUESTION]).output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !version.is_empty()).then_some(version)
}
