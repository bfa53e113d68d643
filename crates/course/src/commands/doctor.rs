//! `cargo course doctor`: is everything there that the course needs?

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use catalog::Catalog;

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, GREEN, RED, RESET, YELLOW};
use crate::{cargo, toolchain};

/// The course needs about this much for what it builds, in megabytes.
#[cfg(unix)]
const SPACE: u64 = 2000;

/// What was found about one thing.
enum Finding {
    /// It is as it should be.
    Good(String),
    /// The course works without it, or it may be a problem later.
    Note(String),
    /// The course does not work like this: what is wrong, and the next thing to try.
    Bad(String, String),
}

/// Looks at everything and says what it found.
///
/// # Errors
///
/// [`Failure::Usage`] when something is missing that the course cannot do without.
pub(crate) fn run() -> Outcome {
    let context = Context::find()?;
    let root = context.layout.root();
    let target = cargo::target_directory(root);
    let target_folder = target.as_ref().ok().map(PathBuf::as_path);
    let findings = [
        ("course", course(&context)),
        (
            "cargo",
            version(
                &mut toolchain::cargo(),
                "install Rust from https://rustup.rs",
            ),
        ),
        ("rustc", rustc(root)),
        ("linker", linker()),
        ("target folder", target_dir(&target)),
        ("other builds", locks(target_folder)),
        ("disk space", space(target_folder.unwrap_or(root))),
        ("write access", write_access(&context, target_folder)),
        ("Python", pythons()),
    ];
    let mut missing = 0;
    for (what, finding) in &findings {
        match finding {
            Finding::Good(text) => {
                terminal::line(format_args!(
                    "{GREEN}ok  {RESET}  {BOLD}{what}{RESET}: {text}"
                ))?;
            }
            Finding::Note(text) => {
                terminal::line(format_args!(
                    "{YELLOW}note{RESET}  {BOLD}{what}{RESET}: {text}"
                ))?;
            }
            Finding::Bad(problem, help) => {
                missing += 1;
                terminal::line(format_args!(
                    "{RED}bad {RESET}  {BOLD}{what}{RESET}: {problem}"
                ))?;
                terminal::line(format_args!("      next: {help}"))?;
            }
        }
    }
    if missing == 0 {
        return terminal::line("everything that the course needs is there");
    }
    Err(Failure::Usage {
        problem: format!("{missing} of {} checks found a problem", findings.len()),
        help: "follow the lines that begin with `next:` above".to_owned(),
    })
}

fn course(context: &Context) -> Finding {
    match Catalog::read(context.layout.clone()) {
        Ok(catalog) => Finding::Good(format!(
            "{} exercises in {}",
            catalog.exercises.len(),
            context.layout.root().display()
        )),
        Err(error) => Finding::Bad(
            error.to_string(),
            "restore the file with `git checkout`, or correct it".to_owned(),
        ),
    }
}

fn version(command: &mut Command, help: &str) -> Finding {
    match toolchain::ask(command.arg("--version")) {
        Ok(version) => Finding::Good(version),
        Err(failure) => Finding::Bad(failure.to_string(), help.to_owned()),
    }
}

fn rustc(root: &Path) -> Finding {
    let help = "run `rustup toolchain install` in the folder of the course";
    match toolchain::rustc(root) {
        Ok(rustc) => version(&mut Command::new(rustc), help),
        Err(failure) => Finding::Bad(failure.to_string(), help.to_owned()),
    }
}

fn linker() -> Finding {
    if cfg!(windows) {
        return Finding::Note(
            "not looked for on Windows; a build says when it is missing".to_owned(),
        );
    }
    let help = "install a C compiler: `build-essential` on Debian and Ubuntu, `gcc` on Fedora, \
                `xcode-select --install` on macOS";
    version(&mut Command::new("cc"), help)
}

fn target_dir(target: &Outcome<PathBuf>) -> Finding {
    match target {
        Ok(folder) => Finding::Good(folder.display().to_string()),
        Err(failure) => Finding::Bad(
            failure.to_string(),
            failure
                .help()
                .unwrap_or_else(|| "look at the workspace's Cargo.toml".to_owned()),
        ),
    }
}

/// Does another Cargo hold the lock of the build folder?
fn locks(target: Option<&Path>) -> Finding {
    let Some(target) = target else {
        return Finding::Note("no target folder".to_owned());
    };
    let lock = target.join("debug").join(".cargo-lock");
    let Ok(file) = File::open(&lock) else {
        return Finding::Good("none".to_owned());
    };
    match file.try_lock() {
        Ok(()) => Finding::Good("none".to_owned()),
        Err(TryLockError::WouldBlock) => Finding::Note(format!(
            "another Cargo holds {}: a check waits until it has ended; if none should run, look \
             for a process called `cargo` or `rustc`",
            lock.display()
        )),
        Err(TryLockError::Error(_)) => {
            Finding::Note("this file system has no locks; run one check at a time".to_owned())
        }
    }
}

#[cfg(unix)]
fn space(folder: &Path) -> Finding {
    // The folder may not be there yet; its closest ancestor is on the same disk.
    let existing = folder
        .ancestors()
        .find(|ancestor| ancestor.is_dir())
        .unwrap_or(folder);
    match nix::sys::statvfs::statvfs(existing) {
        Ok(disk) => {
            // The widths of the two numbers differ between systems.
            #[allow(
                clippy::useless_conversion,
                reason = "needed where the types are narrower"
            )]
            let free = u64::from(disk.blocks_available()) * u64::from(disk.fragment_size());
            let megabytes = free / 1_000_000;
            if megabytes < SPACE {
                let problem = format!("{megabytes} MB are free, {SPACE} MB may be needed");
                return Finding::Bad(
                    problem,
                    format!("free some space on the disk of {}", existing.display()),
                );
            }
            Finding::Good(format!("{megabytes} MB are free"))
        }
        Err(error) => Finding::Note(format!("not known: {error}")),
    }
}

#[cfg(not(unix))]
fn space(_folder: &Path) -> Finding {
    Finding::Note("not looked for on this system".to_owned())
}

fn write_access(context: &Context, target: Option<&Path>) -> Finding {
    let folders = [Some(context.layout.state()), target.map(Path::to_path_buf)];
    for folder in folders.into_iter().flatten() {
        let probe = folder.join(format!(".doctor-{}", std::process::id()));
        if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(&probe, b"")) {
            let problem = format!("cannot write to {}: {error}", folder.display());
            let help = "check who owns the folder, or copy the course to a place of your own; the \
                        variable CARGO_TARGET_DIR moves what is built";
            return Finding::Bad(problem, help.to_owned());
        }
        // An empty file that stays behind does no harm.
        let _ = fs::remove_file(&probe);
    }
    Finding::Good("the course and the target folder can be written to".to_owned())
}

/// The Pythons that pyenv installed, and those in the path. None of them is run.
fn pythons() -> Finding {
    let mut found = BTreeSet::new();
    let home = env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv"));
    if let Some(pyenv) = env::var_os("PYENV_ROOT").map(PathBuf::from).or(home) {
        for name in names_in(&pyenv.join("versions")) {
            found.insert(format!("{name} (pyenv)"));
        }
    }
    for folder in env::split_paths(&env::var_os("PATH").unwrap_or_default()) {
        for name in names_in(&folder) {
            let version = name.strip_prefix("python3").unwrap_or("-");
            let is_python = version.is_empty()
                || version.strip_prefix('.').is_some_and(|minor| {
                    minor
                        .trim_end_matches('t')
                        .bytes()
                        .all(|byte| byte.is_ascii_digit())
                });
            if is_python {
                found.insert(name);
            }
        }
    }
    if found.is_empty() {
        return Finding::Note(
            "none found; the course works without, only replays on a real interpreter need one"
                .to_owned(),
        );
    }
    Finding::Good(found.into_iter().collect::<Vec<_>>().join(", "))
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}
