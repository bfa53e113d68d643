//! The child's side: runs one model and says on the private pipe what came out.

use std::fs::File;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use interleaving::{Report, Verdict};

use super::memory;
use super::record::Record;
use super::watchdog;
use crate::explore::{self, Explored};
use crate::model::Model;

/// What is to be found out about a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Whether it holds.
    Judge,
    /// The same, and whether a search of another kind says so, too.
    Confirm,
}

/// What a child is asked to do, as its arguments say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// What is to be found out.
    pub(crate) task: Task,
    /// The file of the corpus whose code is judged; empty for the learner's own crate.
    pub(crate) candidate: String,
    /// The name of the model.
    pub(crate) model: String,
    /// The word that every record starts with.
    pub(crate) nonce: String,
}

impl Request {
    /// Reads the arguments of a process; `None` when it is not a child.
    pub(crate) fn from_args(mut args: impl Iterator<Item = String>) -> Option<Request> {
        let task = match args.next()?.as_str() {
            super::CHILD => Task::Judge,
            super::CONFIRMING_CHILD => Task::Confirm,
            _ => return None,
        };
        Some(Request {
            task,
            candidate: args.next()?,
            model: args.next()?,
            nonce: args.next()?,
        })
    }

    pub(crate) fn to_args(&self) -> [&str; 4] {
        let task = match self.task {
            Task::Judge => super::CHILD,
            Task::Confirm => super::CONFIRMING_CHILD,
        };
        [task, &self.candidate, &self.model, &self.nonce]
    }
}

/// Marks the output: from here on it belongs to the execution that is shown.
static MARK: OnceLock<String> = OnceLock::new();

/// The line that marks the start of the execution that is shown. It starts with a byte that texts
/// do not have.
pub(super) fn mark(nonce: &str) -> String {
    format!("\u{1}{nonce} shown\n")
}

/// Called at the start of the execution whose events are recorded.
fn mark_recording() {
    if let Some(mark) = MARK.get() {
        // Nobody may be reading any more; the verdict does not depend on it.
        let _ = io::stdout().write_all(mark.as_bytes());
    }
}

/// Judges the model that was asked for. The caller ends the process with the answer.
pub(crate) fn serve(models: &[Model], request: &Request) -> ExitCode {
    let Some(model) = models.iter().find(|model| model.name == request.model) else {
        return usage(&format!("there is no model {}", request.model));
    };
    let Ok(pipe) = private_pipe() else {
        return usage("this is how the judge starts itself; run `cargo course check` instead");
    };
    let voice = Arc::new(Voice {
        pipe: Mutex::new(pipe),
        nonce: request.nonce.clone(),
    });
    let _ = MARK.set(mark(&request.nonce));
    limit_memory(&voice);
    {
        let voice = Arc::clone(&voice);
        let max_seconds = model.max_seconds;
        // Without a watchdog the parent still has its own limits, so a failure is not fatal.
        let _ = thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || {
                watchdog::watch(
                    max_seconds,
                    explore::steps,
                    |steps| voice.beat(steps),
                    |verdict| {
                        let report = Report {
                            verdict,
                            executions: explore::executions(),
                            counterexample: None,
                        };
                        voice.end(report.into());
                        #[expect(
                            clippy::exit,
                            reason = "the code that goes nowhere cannot be stopped otherwise"
                        )]
                        std::process::exit(super::EXIT_STOPPED);
                    },
                );
            });
    }
    voice.end(explore::explore(model, request.task, mark_recording));
    ExitCode::SUCCESS
}

#[expect(
    clippy::print_stderr,
    reason = "a child without a pipe was started by hand"
)]
fn usage(problem: &str) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(2)
}

/// The writing end of the private pipe.
struct Voice {
    pipe: Mutex<File>,
    nonce: String,
}

impl Voice {
    /// False when nobody listens any more.
    fn beat(&self, steps: u64) -> bool {
        self.write(&Record::Beat { steps }.to_line(&self.nonce))
    }

    fn end(&self, explored: Explored) {
        if let Some(text) = explored.contradiction {
            self.write(&Record::Contradicted(text).to_line(&self.nonce));
        }
        self.write(&Record::End(Box::new(explored.report)).to_line(&self.nonce));
    }

    fn write(&self, line: &str) -> bool {
        let mut pipe = self.pipe.lock().unwrap_or_else(PoisonError::into_inner);
        pipe.write_all(line.as_bytes())
            .and_then(|()| pipe.flush())
            .is_ok()
    }
}

/// Prepares the words for a child that needs too much memory: when it does, there is none left
/// to find them.
fn limit_memory(voice: &Arc<Voice>) {
    let verdict = Verdict::Crashed {
        message: format!(
            "the code used more than {} MB of memory",
            memory::LIMIT / (1024 * 1024)
        ),
    };
    let report = Report {
        verdict,
        executions: 0,
        counterexample: None,
    };
    let line = Record::End(Box::new(report)).to_line(&voice.nonce);
    let voice = Arc::clone(voice);
    memory::limit(
        memory::LIMIT,
        Box::new(move || {
            // Whoever holds the pipe writes a finished line and does not allocate, so this waits
            // for a moment only. Of two last records the first one counts.
            let mut pipe = voice.pipe.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = pipe.write_all(line.as_bytes());
        }),
    );
}

/// The pipe in the stdin slot, as a file that can be written.
#[cfg(unix)]
fn private_pipe() -> io::Result<File> {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::FileTypeExt as _;
    let file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    if file.metadata()?.file_type().is_fifo() {
        Ok(file)
    } else {
        Err(io::ErrorKind::Other.into())
    }
}

/// The pipe in the stdin slot, as a file that can be written.
#[cfg(windows)]
fn private_pipe() -> io::Result<File> {
    use std::os::windows::io::AsHandle as _;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_the_command_line() {
        let request = Request {
            task: Task::Judge,
            candidate: "wrong/read then write.rs".to_owned(),
            model: "same_page".to_owned(),
            nonce: "abc".to_owned(),
        };
        let args = request.to_args().map(str::to_owned);
        assert_eq!(Request::from_args(args.into_iter()), Some(request));
    }

    #[test]
    fn ordinary_arguments_are_no_request() {
        let parse = |args: &[&str]| Request::from_args(args.iter().map(|arg| (*arg).to_owned()));
        assert_eq!(parse(&[]), None);
        assert_eq!(parse(&["--json"]), None);
        assert_eq!(parse(&["--lab-child", "x"]), None);
    }
}
