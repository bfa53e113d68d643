//! A program in a group of its own, and the register of all groups that run.

use std::collections::BTreeSet;
use std::io;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus};
use std::sync::{Mutex, PoisonError};

/// The exit code after Ctrl-C, as shells expect it.
const INTERRUPTED: i32 = 130;

/// The groups that run now, by the process id of their first process.
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// From now on Ctrl-C, a hang-up and a request to end take all running programs along; `farewell`
/// is called last, before the process leaves with exit code 130.
pub fn end_children_on_interrupt(farewell: impl Fn() + Send + 'static) {
    let installed = ctrlc::set_handler(move || {
        // The lock is kept until the end, so nothing can be started any more.
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().for_each(|group| end_group(*group));
        farewell();
        #[expect(clippy::exit, reason = "the handler runs on a thread of its own")]
        std::process::exit(INTERRUPTED);
    });
    // Without the handler Ctrl-C still ends this process; its children then end with their pipes.
    debug_assert!(installed.is_ok(), "the handler is installed once");
}

/// Ends all programs that run now; new ones may be started.
pub fn end_all() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.iter().for_each(|group| end_group(*group));
}

/// A program that runs in a group of its own. Dropping it ends the group.
#[derive(Debug)]
pub struct Group {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Group {
    /// Starts the program.
    ///
    /// # Errors
    ///
    /// When the program is not there or may not be started.
    pub fn start(command: &mut Command) -> io::Result<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.spawn()?;
        running.insert(child.id());
        Ok(Group { child, ended: None })
    }

    /// The pipe to its stdin, when it was started with one; the second time there is none.
    pub fn take_stdin(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// The pipe from its stdout, when it was started with one; the second time there is none.
    pub fn take_stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// The pipe from its stderr, when it was started with one; the second time there is none.
    pub fn take_stderr(&mut self) -> Option<ChildStderr> {
        self.child.stderr.take()
    }

    /// Has the first process of the group ended? How it did, if so.
    ///
    /// # Errors
    ///
    /// When the operating system cannot say.
    pub fn poll(&mut self) -> io::Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait()?;
            if self.ended.is_some() {
                self.sweep();
            }
        }
        Ok(self.ended)
    }

    /// Waits for the first process of the group.
    ///
    /// # Errors
    ///
    /// When the operating system cannot say how it ended.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.ended {
            return Ok(status);
        }
        let status = self.child.wait()?;
        self.ended = Some(status);
        self.sweep();
        Ok(status)
    }

    /// Ends the group now.
    pub fn end(&mut self) {
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
