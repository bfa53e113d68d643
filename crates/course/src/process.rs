//! Running programs that may hang, print without end, or leave children behind.
//!
//! Every program runs in a process group of its own, so that it can be ended together with all
//! its children: when its time is up, when its answer is no longer wanted, and on Ctrl-C. The
//! groups that run are kept in one register; the handler of Ctrl-C closes the register, ends all
//! of them and leaves, so that no program can be started in between.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The exit code after Ctrl-C, as shells expect it.
const INTERRUPTED: i32 = 130;

/// How often it is looked whether a program has ended that keeps its pipes open.
const POLL: Duration = Duration::from_millis(50);

/// No judge prints more than this, in bytes; what comes after is read and dropped.
const MOST_OUTPUT: u64 = 64 << 20;

/// The groups that run now, by the process id of their first process.
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// From now on Ctrl-C, a hang-up and a request to end take all running programs along.
pub(crate) fn end_children_on_interrupt() {
    let installed = ctrlc::set_handler(|| {
        // The lock is kept until the end, so nothing can be started any more.
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().for_each(|group| end_group(*group));
        crate::terminal::remark("\nstopped; nothing was lost");
        #[expect(clippy::exit, reason = "the handler runs on a thread of its own")]
        std::process::exit(INTERRUPTED);
    });
    // Without the handler Ctrl-C still ends this process; its children then end with their pipes.
    debug_assert!(installed.is_ok(), "the handler is installed once");
}

/// Ends all programs that run now; new ones may be started.
pub(crate) fn end_all() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.iter().for_each(|group| end_group(*group));
}

/// A program that runs in a group of its own. Dropping it ends the group.
pub(crate) struct Group {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Group {
    /// Starts the program.
    ///
    /// # Errors
    ///
    /// When the program is not there or may not be started.
    pub(crate) fn start(command: &mut Command) -> io::Result<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.spawn()?;
        running.insert(child.id());
        Ok(Group { child, ended: None })
    }

    /// The pipe from its stdout, when it was started with one; the second time there is none.
    pub(crate) fn take_stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Has the first process of the group ended?
    pub(crate) fn poll(&mut self) -> io::Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait()?;
            if self.ended.is_some() {
                self.sweep();
            }
        }
        Ok(self.ended)
    }

    /// Waits for the first process of the group.
    pub(crate) fn wait(&mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.ended {
            return Ok(status);
        }
        let status = self.child.wait()?;
        self.ended = Some(status);
        self.sweep();
        Ok(status)
    }

    /// Ends the group now.
    pub(crate) fn end(&mut self) {
        if self.ended.is_none() {
            end_group(self.child.id());
            // Only a process that has ended already cannot be killed, and that is as good.
            let _ = self.child.kill();
            let _ = self.wait();
        }
    }

    /// Ends what the first process left behind, and takes the group out of the register.
    fn sweep(&self) {
        end_group(self.child.id());
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.child.id());
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

/// Ends every process of the group whose first process has this id.
#[cfg(unix)]
fn end_group(leader: u32) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if let Ok(leader) = i32::try_from(leader) {
        // An error says that the group is empty by now.
        let _ = killpg(Pid::from_raw(leader), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn end_group(_leader: u32) {}

/// What a program did.
#[derive(Debug)]
pub(crate) struct Finished {
    /// How it ended; `None` when its time was up and it was ended.
    pub(crate) status: Option<ExitStatus>,
    /// What it printed.
    pub(crate) stdout: Vec<u8>,
    /// What it printed to stderr, line by line.
    pub(crate) stderr: String,
}

impl Finished {
    /// Did it end by itself, with success?
    pub(crate) fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// How it ended, in words.
    pub(crate) fn how(&self) -> String {
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
pub(crate) fn run(
    command: &mut Command,
    limit: Option<Duration>,
    mut on_line: impl FnMut(&str),
) -> io::Result<Finished> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let started = Instant::now();
    let mut group = Group::start(command)?;
    let (stdout, stderr) = (group.child.stdout.take(), group.child.stderr.take());
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
    for reader in readers.into_iter().flatten() {
        // The readers only read and send; they do not panic.
        let _ = reader.join();
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
        assert!(!is_running(child.trim()), "process {child} is an orphan");
    }

    #[test]
    fn a_child_that_is_left_behind_is_ended() {
        let finished = run(&mut shell("sleep 1000 & echo $!"), None, |_| {}).expect("sh starts");
        assert!(finished.success());
        let child = String::from_utf8(finished.stdout).expect("a number");
        assert!(!is_running(child.trim()), "process {child} is an orphan");
    }

    #[test]
    fn a_missing_program_is_an_error() {
        let missing = run(&mut Command::new("no-such-program-anywhere"), None, |_| {});
        assert_eq!(
            missing.expect_err("not there").kind(),
            io::ErrorKind::NotFound
        );
    }

    /// Asks until the process is gone: a killed process takes a moment to be reaped by `init`.
    fn is_running(process: &str) -> bool {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let status = std::fs::read_to_string(format!("/proc/{process}/stat"));
            // A zombie has ended; it waits for a parent to notice.
            let alive = status.is_ok_and(|stat| !stat.contains(") Z "));
            if !alive || Instant::now() > deadline {
                return alive;
            }
            thread::yield_now();
        }
    }
}
