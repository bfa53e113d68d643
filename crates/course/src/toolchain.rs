//! Where Cargo and the compiler are.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::failure::Failure;

/// How long a question to a tool, such as its version, may take.
const QUESTION: Duration = Duration::from_secs(60);

/// The Cargo that started this program, or the one in the path.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What to do when a tool of Rust is missing.
pub(crate) fn missing(program: &str, error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound {
        let help = "install Rust from https://rustup.rs, open a new terminal, and try again";
        return Failure::NoProgram {
            program: program.to_owned(),
            help: help.to_owned(),
        };
    }
    Failure::io("start", Path::new(program))(error)
}

/// The compiler itself, not the proxy of rustup, which needs the environment to find it.
///
/// # Errors
///
/// When there is no compiler.
pub(crate) fn rustc(root: &Path) -> Outcome<PathBuf> {
    let name = format!("rustc{}", env::consts::EXE_SUFFIX);
    if let Some(cargo) = env::var_os("CARGO").map(PathBuf::from)
        && cargo.is_absolute()
        && let Some(beside) = cargo.parent().map(|folder| folder.join(&name))
        // rustup's own folder has proxies of both programs; a toolchain has its libraries near by.
        && beside.with_file_name("../lib/rustlib").is_dir()
    {
        return Ok(beside);
    }
    let mut question = Command::new("rustc");
    question.args(["--print", "sysroot"]).current_dir(root);
    let sysroot = ask(&mut question)?;
    Ok(Path::new(&sysroot).join("bin").join(name))
}

/// The first line of what a program prints.
///
/// # Errors
///
/// When the program is not there or fails.
pub(crate) fn ask(command: &mut Command) -> Outcome<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let finished = processes::run(command, Some(QUESTION), |_| {})
        .map_err(|error| missing(&program, error))?;
    if finished.status.is_none() {
        return Err(Failure::TooLong {
            what: format!("`{program}`"),
            seconds: QUESTION.as_secs(),
        });
    }
    if !finished.success() {
        let (how, output) = (finished.how(), finished.stderr);
        return Err(Failure::NoAnswer {
            what: format!("`{program}`"),
            how,
            output,
        });
    }
    let text = String::from_utf8_lossy(&finished.stdout);
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}
