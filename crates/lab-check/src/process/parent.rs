//! The parent's side: starts a child, listens, and puts a name to what happened.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, BufRead as _, BufReader, PipeReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use interleaving::{Report, Verdict};

use super::capture::Capture;
use super::child::{self, Request, Task};
use super::crash;
use super::record::Record;
use crate::explore::Explored;

/// How long a child may be silent. It beats twenty times a second; a child that does not for this
/// long was stopped from outside.
const SILENCE: Duration = Duration::from_secs(60);

/// How long the parent waits for the last output of a child that has ended.
const LAST_OUTPUT: Duration = Duration::from_secs(2);

/// The longest record that is read. A counterexample of the longest execution has some megabytes.
const LONGEST_RECORD: u64 = 64 * 1024 * 1024;

/// The model was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) report: Report,
    /// What a second search says instead, when it was asked and contradicts.
    pub(crate) contradiction: Option<String>,
    /// What the code printed in the execution that is shown, bounded.
    pub(crate) output: String,
}

/// The model could not be judged, and the code under test is not to blame.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The operating system did not start the child.
    NotStarted(io::Error),
    /// The child was ended from outside.
    Killed,
    /// The child gave no sign of life.
    Silent,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NotStarted(error) => write!(
                out,
                "the process that runs the model did not start: {error}; close other programs and try again"
            ),
            Failure::Killed => write!(
                out,
                "something outside of the check ended the process that ran the model; try again"
            ),
            Failure::Silent => write!(
                out,
                "the process that ran the model gave no sign of life for {} seconds; try again",
                SILENCE.as_secs()
            ),
        }
    }
}

impl std::error::Error for Failure {}

/// How children are started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Started<'a> {
    /// The program, which is this very program.
    pub(crate) program: &'a Path,
    /// The directory it runs in; source files are found from there.
    pub(crate) directory: Option<&'a Path>,
    /// True when output is passed on to stderr while it comes.
    pub(crate) pass_output: bool,
}

/// Runs one model in a child.
///
/// # Errors
///
/// When the child could not be started or was ended from outside.
pub(crate) fn run(
    started: Started<'_>,
    task: Task,
    candidate: &str,
    model: &str,
) -> Result<Outcome, Failure> {
    let request = Request {
        task,
        candidate: candidate.to_owned(),
        model: model.to_owned(),
        nonce: nonce(),
    };
    let Listening {
        mut child,
        records,
        output,
    } = start(started, &request).map_err(Failure::NotStarted)?;
    let explored = listen(&records);
    if !matches!(explored, Ok(None)) {
        // The child has nothing more to say, or it will never say it.
        let _ = child.kill();
    }
    let status = child.wait();
    let output = output.text();
    match explored? {
        Some(Explored {
            report,
            contradiction,
        }) => Ok(Outcome {
            report,
            contradiction,
            output,
        }),
        None => {
            let status = status.map_err(Failure::NotStarted)?;
            let verdict = ended(status, &output).ok_or(Failure::Killed)?;
            Ok(Outcome {
                report: Report {
                    verdict,
                    executions: 0,
                    counterexample: None,
                },
                contradiction: None,
                output,
            })
        }
    }
}

/// The verdict on a child that ended without a report; `None` when it was ended from outside.
fn ended(status: ExitStatus, output: &str) -> Option<Verdict> {
    #[cfg(feature = "loom")]
    if let Some(verdict) = crate::explore::second_judge::verdict_of(output) {
        return Some(verdict);
    }
    crash::explain(status, output).map(|message| Verdict::Crashed { message })
}

/// A child that runs, and the two ends its parent reads.
struct Listening {
    child: Child,
    records: Receiver<Record>,
    output: Output,
}

fn start(started: Started<'_>, request: &Request) -> io::Result<Listening> {
    let (private, private_end) = io::pipe()?;
    let (printed, printed_end) = io::pipe()?;
    let mut command = Command::new(started.program);
    command
        .args(request.to_args())
        .stdin(private_end)
        .stdout(printed_end.try_clone()?)
        .stderr(printed_end);
    if let Some(directory) = started.directory {
        command.current_dir(directory);
    }
    let child = command.spawn()?;
    // The command still holds the writing ends: as long as it lives, no pipe ever ends.
    drop(command);
    let (send, records) = mpsc::channel();
    let nonce = request.nonce.clone();
    thread::spawn(move || read_records(private, &nonce, &send));
    let output = Output::start(printed, child::mark(&request.nonce), started.pass_output);
    Ok(Listening {
        child,
        records,
        output,
    })
}

/// Reads records until the pipe ends.
fn read_records(pipe: PipeReader, nonce: &str, send: &mpsc::Sender<Record>) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut pipe)
            .take(LONGEST_RECORD)
            .read_until(b'\n', &mut line)
        {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let Some(record) = std::str::from_utf8(&line)
            .ok()
            .and_then(|line| Record::parse(line, nonce))
        else {
            continue;
        };
        if send.send(record).is_err() {
            return;
        }
    }
}

/// Waits for the report; `None` when the pipe ended without one.
fn listen(records: &Receiver<Record>) -> Result<Option<Explored>, Failure> {
    let mut contradiction = None;
    loop {
        match records.recv_timeout(SILENCE) {
            Ok(Record::Beat { .. }) => {}
            Ok(Record::Contradicted(text)) => contradiction = Some(text),
            Ok(Record::End(report)) => {
                return Ok(Some(Explored {
                    report: *report,
                    contradiction,
                }));
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => return Err(Failure::Silent),
        }
    }
}

/// The output of a child, read on a thread of its own so that the child never waits for a reader.
struct Output {
    done: Receiver<Capture>,
    reader: JoinHandle<()>,
}

impl Output {
    fn start(printed: PipeReader, mark: String, pass: bool) -> Output {
        let (send, done) = mpsc::channel();
        let reader = thread::spawn(move || {
            let capture = Capture::read(printed, mark.as_bytes(), |chunk| {
                if pass {
                    // The output of the code is not the judge's concern: if it cannot be shown,
                    // the verdict stays.
                    let _ = io::stderr().write_all(chunk);
                }
            });
            let _ = send.send(capture);
        });
        Output { done, reader }
    }

    /// What was printed. A grandchild may keep the pipe open for ever, so the wait has an end.
    fn text(self) -> String {
        let Ok(capture) = self.done.recv_timeout(LAST_OUTPUT) else {
            return String::new();
        };
        let _ = self.reader.join();
        capture.text()
    }
}

/// A word that the code under test cannot guess: the standard library's random hash keys.
fn nonce() -> String {
    format!("{:016x}{:016x}", random(), random())
}

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
