//! The short cut: nothing has changed since the last build, so Cargo need not be asked.
//!
//! Asking Cargo costs more than checking a small exercise does. So the state of everything that a
//! build depends on is remembered with its result, as Cargo does it: paths, sizes and times of
//! modification, and in addition the bytes of the file that the learner edits. When in doubt,
//! Cargo is asked.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use catalog::Layout;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the form of a remembered build.
const FORMAT: u32 = 1;

/// The state of the sources that a build depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fresh {
    record: PathBuf,
    /// Name and state of the sources, as text so that it survives in JSON.
    stamp: String,
}

#[derive(Serialize, Deserialize)]
struct Record {
    format: u32,
    stamp: String,
    /// The files that the build made, with their state.
    made: Vec<(PathBuf, String)>,
    /// What the caller wants to know again.
    result: Value,
}

impl Fresh {
    /// The state of everything that the build `name` depends on: the tools in `crates`, the
    /// settings of Cargo, and these files and folders.
    pub(crate) fn of(layout: &Layout, name: &str, inputs: &[&Path]) -> Fresh {
        let mut hasher = DefaultHasher::new();
        // What Cargo sets for this very process is not a setting of the learner.
        let is_setting = |key: &str| {
            [
                "RUST",
                "CARGO_ENCODED_",
                "CARGO_BUILD_",
                "CARGO_PROFILE_",
                "CARGO_TARGET_",
            ]
            .iter()
            .any(|prefix| key.starts_with(prefix))
                || matches!(key, "CARGO" | "CC" | "PATH")
        };
        let variables = env::vars_os().filter(|(key, _)| is_setting(&key.to_string_lossy()));
        // A sorted map, because two processes may see the variables in different orders.
        variables.collect::<BTreeMap<_, _>>().hash(&mut hasher);
        let root = layout.root();
        for name in [
            "Cargo.toml",
            "Cargo.lock",
            "rust-toolchain.toml",
            ".cargo/config.toml",
        ] {
            visit(&root.join(name), &mut hasher);
        }
        for folder in root.ancestors().skip(1) {
            visit(&folder.join(".cargo/config.toml"), &mut hasher);
        }
        if let Some(home) = env::var_os("CARGO_HOME").or_else(|| env::var_os("HOME")) {
            visit(&Path::new(&home).join("config.toml"), &mut hasher);
            visit(&Path::new(&home).join(".cargo/config.toml"), &mut hasher);
        }
        visit(&root.join("crates"), &mut hasher);
        for input in inputs {
            visit(input, &mut hasher);
            if let Ok(bytes) = fs::read(input) {
                bytes.hash(&mut hasher);
            }
        }
        let record = layout.state().join("builds").join(format!("{name}.json"));
        Fresh {
            record,
            stamp: format!("{:016x}", hasher.finish()),
        }
    }

    /// The state of these files and folders, and of nothing else: for what a program answers about
    /// them. The program is one of them, since a build with other settings makes another one and
    /// leaves the old one in its place.
    pub(crate) fn of_inputs(layout: &Layout, name: &str, inputs: &[&Path]) -> Fresh {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            visit(input, &mut hasher);
        }
        let record = layout.state().join("builds").join(format!("{name}.json"));
        Fresh {
            record,
            stamp: format!("{:016x}", hasher.finish()),
        }
    }

    /// What the build made the last time; `None` when it has to be made again.
    pub(crate) fn recall(&self) -> Option<Value> {
        let record: Record = serde_json::from_slice(&fs::read(&self.record).ok()?).ok()?;
        let same = record.format == FORMAT
            && record.stamp == self.stamp
            && record
                .made
                .iter()
                .all(|(path, state)| *state == state_of(path));
        same.then_some(record.result)
    }

    /// Remembers what a build made. A course that cannot be written to is slower, nothing else.
    pub(crate) fn remember(&self, made: &[&Path], result: Value) {
        let made = made
            .iter()
            .map(|path| (path.to_path_buf(), state_of(path)))
            .collect();
        let record = Record {
            format: FORMAT,
            stamp: self.stamp.clone(),
            made,
            result,
        };
        if let Ok(text) = serde_json::to_vec(&record) {
            let _ = catalog::write_atomically(&self.record, &text);
        }
    }
}

/// Size and time of modification of a file; the empty text when there is none.
fn state_of(path: &Path) -> String {
    let Ok(metadata) = fs::metadata(path) else {
        return String::new();
    };
    let modified = metadata.modified().ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{} {:?}", metadata.len(), since)
}

/// Adds the state of a file, or of all files below a folder, in the order of their names.
fn visit(path: &Path, hasher: &mut DefaultHasher) {
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    if !metadata.is_dir() {
        path.hash(hasher);
        state_of(path).hash(hasher);
        return;
    }
    let Ok(entries) = fs::read_dir(path) else {
        return;
    };
    let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    below.sort_unstable();
    for path in below {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with('.') && name != "target" && name != "snapshots" {
            visit(&path, hasher);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> (tempfile::TempDir, Layout, PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let layout = Layout::new(folder.path());
        for (path, text) in [
            ("crates/lab/src/lib.rs", "lab"),
            ("exercises/ex02/src/lib.rs", "one"),
            ("target/check", "program"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        let exercise = folder.path().join("exercises/ex02");
        (folder, layout, exercise)
    }

    #[test]
    fn an_unchanged_course_is_recalled_and_every_change_is_seen() {
        let (folder, layout, exercise) = course();
        let file = exercise.join("src/lib.rs");
        let fresh = || Fresh::of(&layout, "ex02", &[&exercise, &file]);
        let program = folder.path().join("target/check");
        assert_eq!(fresh().recall(), None);

        let remember = || fresh().remember(&[&program], Value::from("result"));
        remember();
        assert_eq!(fresh().recall(), Some(Value::from("result")));

        // The same length, and on a coarse clock even the same time.
        fs::write(&file, "two").expect("writable");
        assert_eq!(fresh().recall(), None, "the learner's file changed");
        remember();
        fs::write(folder.path().join("crates/lab/src/new.rs"), "").expect("writable");
        assert_eq!(fresh().recall(), None, "a source of the tools is new");
        remember();
        fs::write(&program, "another program").expect("writable");
        assert_eq!(
            fresh().recall(),
            None,
            "the program was built by somebody else"
        );
        remember();
        fs::remove_file(&program).expect("it is there");
        assert_eq!(fresh().recall(), None, "the program is gone");
    }

    #[test]
    fn the_answer_of_one_program_is_not_that_of_another() {
        let (folder, layout, exercise) = course();
        let old = folder.path().join("target/check");
        let new = folder.path().join("target/check-with-other-settings");
        fs::write(&new, "program").expect("writable");
        let fresh = |program: &Path| Fresh::of_inputs(&layout, "judge", &[&exercise, program]);

        fresh(&old).remember(&[], Value::from("answer"));
        assert_eq!(fresh(&old).recall(), Some(Value::from("answer")));
        assert_eq!(fresh(&new).recall(), None);
    }
}
