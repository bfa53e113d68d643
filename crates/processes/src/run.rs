//! Running a program to its end, within a limit of time and of output.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::group::Group;

/// How often it is looked whether a program has ended that keeps its pipes open.
const POLL: Duration = Duration::from_millis(50);

/// No program prints more than this, in bytes; what comes after is read and dropped.
const MOST_OUTPUT: u64 = 64 << 20;

/// What a program did.
#[derive(Debug)]
pub struct Finished {
    /// How it ended; `None` when its time was up and it was ended.
    pub status: Option<ExitStatus>,
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it printed to stderr, line by line.
    pub stderr: String,
}

impl Finished {
    /// Did it end by itself, with success?
    #[must_use]
    pub fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// How it ended, in words.
    #[must_use]
    pub fn how(&self) -> String {
        match self.status {
            Some(status) => status.to_string(),
            None => "its time was up".to_owned(),
        }
    }
}

/// A line of stderr, or the news that a pipe was closed.
enum News {
    Line(String),
    Closed,
}

/// Runs a program to its end, with nothing on its stdin.
///
/// `limit` is the wall-clock time after which the group is ended; `on_line` sees each line of
/// stderr as it comes.
///
/// # Errors
///
/// When the program cannot be started.
pub fn run(
    command: &mut Command,
    limit: Option<Duration>,
    on_line: impl FnMut(&str),
) -> io::Result<Finished> {
    run_with_input(command, Vec::new(), limit, on_line)
}

/// Runs a program to its end, as [`run`] does, with `input` on its stdin.
///
/// A program need not read all of it.
///
/// # Errors
///
/// When the program cannot be started.
pub fn run_with_input(
    command: &mut Command,
    input: Vec<u8>,
    limit: Option<Duration>,
    mut on_line: impl FnMut(&str),
) -> io::Result<Finished> {
    let stdin = if input.is_empty() {
        Stdio::null()
    } else {
        Stdio::piped()
    };
    command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let started = Instant::now();
    let mut group = Group::start(command)?;
    let (stdout, stderr) = (group.take_stdout(), group.take_stderr());
    let writer = group.take_stdin().map(|mut pipe| {
        thread::spawn(move || {
            // It may end without reading everything: what it says then is in what it prints.
            let _ = pipe.write_all(&input);
        })
    });
    let collected = Arc::new(Mutex::new(Vec::new()));
    let (news, incoming) = mpsc::channel();
    let readers = [
        stdout.map(|pipe| {
            let (news, collected) = (news.clone(), Arc::clone(&collected));
            thread::spawn(move || {
                let bytes = read_all(pipe);
                *collected.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
                // Nobody listens when the program was ended.
                let _ = news.send(News::Closed);
            })
        }),
        stderr.map(|pipe| thread::spawn(move || read_lines(pipe, &news))),
    ];
    let mut open = readers.iter().flatten().count();
    let mut text = String::new();
    let mut timed_out = false;
    while open > 0 {
        match incoming.recv_timeout(POLL) {
            Ok(News::Closed) => open -= 1,
            Ok(News::Line(line)) => {
                on_line(&line);
                text.push_str(&line);
                text.push('\n');
            }
            // Ending the group closes the pipes that a left-over child keeps open.
            Err(RecvTimeoutError::Timeout) => {
                group.poll()?;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if !timed_out && limit.is_some_and(|limit| started.elapsed() > limit) {
            timed_out = true;
            group.end();
        }
    }
    let status = wait_until(&mut group, limit.map(|limit| started + limit))?;
    for helper in readers.into_iter().flatten().chain(writer) {
        // They only read, write and send; they do not panic.
        let _ = helper.join();
    }
    let stdout = std::mem::take(&mut *collected.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Finished {
        status: status.filter(|_| !timed_out),
        stdout,
        stderr: text,
    })
}

/// Waits for a program that has closed its pipes; `None` when it had to be ended.
fn wait_until(group: &mut Group, deadline: Option<Instant>) -> io::Result<Option<ExitStatus>> {
    let Some(deadline) = deadline else {
        return group.wait().map(Some);
    };
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = group.poll()? {
            return Ok(Some(status));
        }
        if Instant::now() > deadline {
            group.end();
            return Ok(None);
        }
        thread::park_timeout(pause);
        pause = (pause * 2).min(POLL);
    }
}

fn read_all(pipe: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut limited = pipe.take(MOST_OUTPUT);
    // An error ends the stream as well as its end does: what is missing is seen by the parser.
    let _ = limited.read_to_end(&mut bytes);
    let _ = io::copy(limited.get_mut(), &mut io::sink());
    bytes
}

fn read_lines(pipe: impl Read, news: &mpsc::Sender<News>) {
    let mut limited = BufReader::new(pipe.take(MOST_OUTPUT));
    let mut line = Vec::new();
    while limited
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        let text = String::from_utf8_lossy(&line)
            .trim_end_matches(['\n', '\r'])
            .to_owned();
        line.clear();
        if news.send(News::Line(text)).is_err() {
            return;
        }
    }
    let _ = io::copy(limited.get_mut().get_mut(), &mut io::sink());
    let _ = news.send(News::Closed);
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::has_ended;

    /// How long a process that was killed may take to be gone.
    const PATIENCE: Duration = Duration::from_secs(10);

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_and_status_are_kept() {
        let mut lines = Vec::new();
        let mut command = shell("echo answer; echo one >&2; echo two >&2; exit 3");
        let finished =
            run(&mut command, None, |line| lines.push(line.to_owned())).expect("sh starts");
        assert_eq!(finished.stdout, b"answer\n");
        assert_eq!(finished.stderr, "one\ntwo\n");
        assert_eq!(lines, ["one", "two"]);
        assert_eq!(finished.status.and_then(|status| status.code()), Some(3));
    }

    #[test]
    fn the_input_arrives_whole_and_ends() {
        // More than a pipe holds, in both directions at the same time.
        let input: Vec<u8> = (0..=u8::MAX).cycle().take(1 << 20).collect();
        let mut cat = Command::new("cat");
        let finished = run_with_input(&mut cat, input.clone(), None, |_| {}).expect("cat starts");
        assert!(finished.success());
        assert_eq!(finished.stdout, input);
    }

    #[test]
    fn a_program_need_not_read_its_input() {
        let input = vec![0; 1 << 20];
        let finished =
            run_with_input(&mut shell("exit 4"), input.clone(), None, |_| {}).expect("sh starts");
        assert_eq!(finished.status.and_then(|status| status.code()), Some(4));
        let limit = Some(Duration::from_millis(200));
        let mut deaf = shell("exec >&- 2>&-; sleep 1000");
        let finished = run_with_input(&mut deaf, input, limit, |_| {}).expect("sh starts");
        assert!(finished.status.is_none());
    }

    #[test]
    fn a_program_without_end_is_ended_with_its_children() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // The child would keep the pipes open for ever; the group is ended, so it cannot.
        let script = "sleep 1000 & echo $! > child; sleep 1000";
        let mut command = shell(script);
        command.current_dir(folder.path());
        let finished =
            run(&mut command, Some(Duration::from_millis(200)), |_| {}).expect("sh starts");
        assert!(finished.status.is_none());
        let child = std::fs::read_to_string(folder.path().join("child")).expect("the child's id");
        assert!(
            has_ended(child.trim(), PATIENCE),
            "process {child} is an orphan"
        );
    }

    #[test]
    fn a_child_that_is_left_behind_is_ended() {
        let finished = run(&mut shell("sleep 1000 & echo $!"), None, |_| {}).expect("sh starts");
        assert!(finished.success());
        let child = String::from_utf8(finished.stdout).expect("a number");
        assert!(
            has_ended(child.trim(), PATIENCE),
            "process {child} is an orphan"
        );
    }

    #[test]
    fn a_missing_program_is_an_error() {
        let missing = run(&mut Command::new("no-such-program-anywhere"), None, |_| {});
        assert_eq!(
            missing.expect_err("not there").kind(),
            io::ErrorKind::NotFound
        );
    }
}
