//! A small course in a temporary folder.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use snapbox::Assert;
use snapbox::cmd::{Command, OutputAssert, cargo_bin};

/// A Cargo that logs its calls and answers with what the test has put beside it.
const CARGO: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/cargo.log"
case "$1" in
    metadata) printf '{"target_directory":"%s/target"}\n' "$COURSE_ROOT" ;;
    --version) echo "cargo 1.95.0" ;;
    *) cat "$here/cargo.stderr" >&2; cat "$here/cargo.stdout"; exit "$(cat "$here/cargo.code")" ;;
esac
"#;

/// A course with the exercises ex02, ex07 and ex10. Its folder goes away with it.
pub(crate) struct Course {
    folder: tempfile::TempDir,
}

impl Course {
    /// A fresh course.
    pub(crate) fn new() -> Course {
        let course = Course {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        course.write("Cargo.toml", "[workspace]\n");
        for (id, title) in [
            ("ex02", "The visit counter"),
            ("ex07", "Render it once"),
            ("ex10", "The branch bank"),
        ] {
            course.write(
                &format!("exercises/{id}/exercise.toml"),
                manifest(id, title),
            );
            course.write(&format!("exercises/{id}/src/lib.rs"), starter(id));
            course.write(&format!("solutions/{id}/starter.rs"), starter(id));
        }
        course.write("bin/cargo", CARGO);
        fs::set_permissions(course.path("bin/cargo"), fs::Permissions::from_mode(0o755))
            .expect("the script is ours");
        course.cargo_answers("", "", 101);
        course
    }

    /// A path below the root.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file below the root, with its folders.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file below the root")).expect("writable");
        fs::write(path, content).expect("writable");
    }

    /// The content of a file below the root.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("readable")
    }

    /// Decides what Cargo prints and how it ends when it is asked to build.
    pub(crate) fn cargo_answers(&self, stdout: &str, stderr: &str, code: i32) {
        self.write("bin/cargo.stdout", stdout);
        self.write("bin/cargo.stderr", stderr);
        self.write("bin/cargo.code", code.to_string());
    }

    /// How often Cargo was asked to build.
    pub(crate) fn builds(&self) -> usize {
        let log = fs::read_to_string(self.path("bin/cargo.log")).unwrap_or_default();
        log.lines()
            .filter(|line| line.starts_with("test ") || line.starts_with("build "))
            .count()
    }

    /// Puts a judge in place that runs this script, and a Cargo that finds it built.
    pub(crate) fn judge(&self, package: &str, target: &str, script: &str) {
        self.program(&format!("target/{target}-{package}"), script);
        let artifact = self.artifact(package, target);
        self.cargo_answers(&format!("{artifact}\n"), "", 0);
    }

    /// Writes a shell script that can be run.
    pub(crate) fn program(&self, name: &str, script: &str) {
        self.write(name, format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755))
            .expect("the script is ours");
    }

    /// The line of Cargo that names the program of a test target.
    pub(crate) fn artifact(&self, package: &str, target: &str) -> String {
        let program = self.path(&format!("target/{target}-{package}"));
        let program = program.display();
        format!(
            r#"{{"reason":"compiler-artifact","package_id":"path+file:///course/x#{package}@0.0.0","target":{{"name":"{target}"}},"profile":{{"opt_level":"0","debuginfo":1,"debug_assertions":true,"overflow_checks":true,"test":true}},"features":[],"filenames":["{program}"],"executable":"{program}","fresh":false}}"#
        )
    }

    /// The command with these arguments, at the root of the course.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_in(self.folder.path(), arguments)
    }

    /// The command with these arguments, in another folder.
    pub(crate) fn command_in(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut assert = Assert::new().action_env("SNAPSHOTS");
        let mut redactions = snapbox::Redactions::new();
        let root = self.folder.path().canonicalize().expect("it exists");
        redactions.insert("[ROOT]", root).expect("a valid name");
        redactions
            .insert("[ROOT]", self.folder.path().to_path_buf())
            .expect("a valid name");
        assert = assert.redact_with(redactions);
        Command::new(cargo_bin!("course"))
            .with_assert(assert)
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("CARGO", self.path("bin/cargo"))
            .env("COURSE_ROOT", self.folder.path())
            .args(arguments)
    }

    /// Runs the command with these arguments, at the root of the course.
    pub(crate) fn run(&self, arguments: &[&str]) -> OutputAssert {
        self.command(arguments).assert()
    }
}

/// The starter of an exercise.
pub(crate) fn starter(id: &str) -> String {
    format!("//! The starter of {id}.\n\npub fn visits() -> u32 {{\n    0\n}}\n")
}

fn manifest(id: &str, title: &str) -> String {
    format!(
        r#"format = 1
id = "{id}"
title = "{title}"
part = 1
chapter = "part1/{id}.md"
minutes = {{ concept = 8, exercise = 20, debrief = 10 }}
topics = ["S0.4"]
misconceptions = ["M2"]
loom = "yes"
starter = {{ model = "same_page", verdict = "violated", kind = "lost-update" }}
hints = ["Look at the two lines of `hit`.", "Keep the guard.", "let mut visits = …;"]
"#
    )
}
