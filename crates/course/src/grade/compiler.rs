//! The compiler, asked directly and confined.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use catalog::ExerciseId;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::cargo::{self, Artifact, Fresh};
use crate::context::Context;
use crate::failure::Failure;
use crate::toolchain;
use processes::{Finished, Limits};

use super::scratch::Scratch;

/// The edition of the exercises: `edition` in `[workspace.package]`.
const EDITION: &str = "2024";

/// How long the compiler may take for one file; a solution takes it less than a second.
const LONGEST: Duration = Duration::from_secs(60);

/// The most memory the compiler may use, in kilobytes of address space.
const MOST_MEMORY: u32 = 4 << 20;

/// The largest file that may be written, in kilobytes.
const LARGEST_FILE: u32 = 512 << 10;

/// The variables that the compiler and its linker need, where they are set. Nothing else of the
/// environment reaches a file that nobody trusts.
const VARIABLES: [&str; 13] = [
    "PATH",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SystemRoot",
    "LIB",
    "INCLUDE",
    "LIBPATH",
    "SDKROOT",
    "DEVELOPER_DIR",
    "MACOSX_DEPLOYMENT_TARGET",
    "LANG",
    "LC_ALL",
];

/// The compiler with the libraries of the course.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Compiler {
    /// Where Cargo puts what it builds.
    pub(crate) target_directory: PathBuf,
    rustc: PathBuf,
    /// `lab` with its checked types.
    lab: PathBuf,
    lab_check: PathBuf,
    /// The options that Cargo compiled the libraries with.
    options: Vec<String>,
}

/// What came out of compiling a submission.
pub(crate) enum Compiled {
    /// The judge with the submission in it.
    Ready(PathBuf),
    /// What the compiler said about the submission.
    DoesNotCompile(String),
    /// The compiler was ended, or ended in an unforeseen way.
    GaveUp(String),
}

impl Compiler {
    /// Finds the compiler, and builds the libraries unless they are there.
    ///
    /// # Errors
    ///
    /// When a tool is missing or the libraries do not build.
    pub(crate) fn prepare(context: &Context) -> Outcome<Compiler> {
        let fresh = Fresh::of(&context.layout, "libraries", &[]);
        if let Some(known) = fresh.recall()
            && let Ok(compiler) = serde_json::from_value::<Compiler>(known)
        {
            return Ok(compiler);
        }
        let root = context.layout.root();
        let build = cargo::build(
            root,
            &["build", "--package", "lab", "--package", "lab-check"],
        )?;
        let what = "the library of the exercises";
        let find = |name| {
            build
                .artifacts
                .iter()
                .find(|artifact| artifact.target.name == name)
        };
        let (Some(lab), Some(lab_check), true) = (find("lab"), find("lab_check"), build.success)
        else {
            return Err(build.failure(what));
        };
        let (Some(lab_file), Some(lab_check_file)) = (library(lab), library(lab_check)) else {
            return Err(build.failure(what));
        };
        let compiler = Compiler {
            target_directory: cargo::target_directory(root)?,
            rustc: toolchain::rustc(root)?,
            options: options(lab_check),
            lab: lab_file,
            lab_check: lab_check_file,
        };
        if let Ok(known) = serde_json::to_value(&compiler) {
            fresh.remember(
                &[&compiler.lab, &compiler.lab_check, &compiler.rustc],
                known,
            );
        }
        Ok(compiler)
    }

    /// Compiles the submission and links it with the models into a judge.
    ///
    /// # Errors
    ///
    /// When the compiler cannot be started, or it is the models that do not compile.
    pub(crate) fn compile_judge(&self, scratch: &Scratch, id: ExerciseId) -> Outcome<Compiled> {
        let name = id.to_string();
        let mut library = self.rustc(scratch, &name);
        library.args(["--crate-type", "lib", "--emit", "metadata,link"]);
        library.arg(format!("exercises/{name}/src/lib.rs"));
        if let Some(problem) = self.finish(&mut library)? {
            return Ok(problem);
        }
        let mut judge = self.rustc(scratch, "check");
        // Cargo sets these for a test with a `main` of its own, and for `env!` in it.
        judge.args(["--crate-type", "bin", "--emit", "link", "--cfg", "test"]);
        judge
            .env("CARGO_MANIFEST_DIR", scratch.exercise())
            .env("CARGO_PKG_NAME", &name);
        judge
            .arg("--extern")
            .arg(extern_of("lab_check", &self.lab_check));
        judge.arg("--extern").arg(extern_of(
            &name,
            &scratch.root().join(format!("lib{name}.rlib")),
        ));
        judge.arg(format!("exercises/{name}/tests/check.rs"));
        Ok(match self.finish(&mut judge)? {
            None => Compiled::Ready(
                scratch
                    .root()
                    .join(format!("check{}", env::consts::EXE_SUFFIX)),
            ),
            Some(Compiled::DoesNotCompile(message)) => Compiled::DoesNotCompile(format!(
                "the file compiles by itself, but the models cannot call it: the names and \
                 signatures of the starter have to stay\n\n{message}"
            )),
            Some(other) => other,
        })
    }

    /// The compiler for one crate, in the scratch folder.
    fn rustc(&self, scratch: &Scratch, crate_name: &str) -> Command {
        let mut command = confined(&self.rustc);
        command.current_dir(scratch.root());
        command.args([
            "--crate-name",
            crate_name,
            "--edition",
            EDITION,
            "--color",
            "never",
        ]);
        // A warning is no verdict, and `#![deny(warnings)]` must not make it one.
        command.args(["--cap-lints", "allow", "--out-dir", "."]);
        command.args(&self.options);
        for library in [&self.lab, &self.lab_check] {
            if let Some(folder) = library.parent() {
                command.arg("-L").arg(dependencies_in(folder));
            }
        }
        command.arg("--extern").arg(extern_of("lab", &self.lab));
        command
    }

    /// Runs the compiler; `None` when it made what it was asked for.
    fn finish(&self, command: &mut Command) -> Outcome<Option<Compiled>> {
        let finished = processes::run(command, Some(LONGEST), |_| {})
            .map_err(Failure::io("start", &self.rustc))?;
        Ok(classify(&finished))
    }
}

/// What the end of the compiler means. Only its ordinary failure speaks about the source.
fn classify(finished: &Finished) -> Option<Compiled> {
    match finished.status {
        Some(status) if status.success() => None,
        Some(status) if status.code() == Some(1) => {
            Some(Compiled::DoesNotCompile(finished.stderr.clone()))
        }
        Some(_) => Some(Compiled::GaveUp(format!(
            "the compiler could not finish this file ({})",
            finished.how()
        ))),
        None => Some(Compiled::GaveUp(format!(
            "the compiler was ended after {} seconds: the file makes it loop, or is too large",
            LONGEST.as_secs()
        ))),
    }
}

/// `name=path`, as `--extern` takes it.
fn extern_of(name: &str, path: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from(format!("{name}="));
    argument.push(path);
    argument
}

/// `dependency=folder`, as `-L` takes it.
fn dependencies_in(folder: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from("dependency=");
    argument.push(folder);
    argument
}

/// The library file with the hash in its name. The one without is replaced whenever Cargo builds
/// the same crate with other features.
fn library(artifact: &Artifact) -> Option<PathBuf> {
    let of = |extension: &str| {
        let mut files = artifact.filenames.iter();
        files.find(|file| file.extension().is_some_and(|found| found == extension))
    };
    let beside_metadata = of("rmeta").map(|file| file.with_extension("rlib"));
    beside_metadata
        .filter(|file| file.is_file())
        .or_else(|| of("rlib").cloned())
}

/// The options of the profile that a crate was compiled with.
fn options(artifact: &Artifact) -> Vec<String> {
    let profile = &artifact.profile;
    let debuginfo = match &profile.debuginfo {
        serde_json::Value::String(words) => words.clone(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => "0".to_owned(),
    };
    let on = |flag: bool| if flag { "on" } else { "off" };
    [
        format!("opt-level={}", profile.opt_level),
        format!("debuginfo={debuginfo}"),
        format!("debug-assertions={}", on(profile.debug_assertions)),
        format!("overflow-checks={}", on(profile.overflow_checks)),
        "embed-bitcode=no".to_owned(),
    ]
    .into_iter()
    .flat_map(|option| ["-C".to_owned(), option])
    .collect()
}

/// A program without the environment of this one, and with bounded processor time, memory and
/// file size where the system offers it.
pub(crate) fn confined(program: &Path) -> Command {
    let limits = Limits {
        processor: LONGEST,
        memory: MOST_MEMORY,
        file: LARGEST_FILE,
    };
    let mut command = limits.command(program);
    command.env_clear();
    for name in VARIABLES {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_environment_is_passed_on() {
        let finished = processes::run(&mut confined(Path::new("/usr/bin/env")), None, |_| {});
        let finished = finished.expect("it starts");
        let text = String::from_utf8_lossy(&finished.stdout);
        for line in text.lines() {
            let name = line.split('=').next().unwrap_or_default();
            // The shell sets the last three by itself.
            let expected =
                VARIABLES.contains(&name) || ["PWD", "OLDPWD", "SHLVL", "_"].contains(&name);
            assert!(expected, "{name} reaches the compiler");
        }
        assert!(text.contains("PATH="));
    }

    #[test]
    fn only_an_ordinary_failure_is_a_compile_error() {
        let end = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            classify(
                &processes::run(&mut command, Some(Duration::from_secs(20)), |_| {}).expect("sh"),
            )
        };
        assert!(end("exit 0").is_none());
        assert!(
            matches!(end("echo 'error: no' >&2; exit 1"), Some(Compiled::DoesNotCompile(m)) if m == "error: no\n")
        );
        assert!(matches!(end("exit 101"), Some(Compiled::GaveUp(_))));
        assert!(matches!(end("kill -9 $$"), Some(Compiled::GaveUp(_))));
    }
}
