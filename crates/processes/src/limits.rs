//! Bounds that the operating system enforces.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What a program may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time of the processor, summed over its threads; parts of a second are dropped.
    pub processor: Duration,
    /// Address space, in kilobytes.
    pub memory: u32,
    /// The largest file that it may write, in kilobytes.
    pub file: u32,
}

impl Limits {
    /// A command that starts the program within these limits. It leaves no core file.
    ///
    /// A limit that the system does not know is left out, and without Unix all of them are: the
    /// limit of [`run`](crate::run) on the wall-clock time holds everywhere.
    #[must_use]
    pub fn command(self, program: &Path) -> Command {
        if !cfg!(unix) {
            return Command::new(program);
        }
        let script = format!(
            "ulimit -c 0 2>/dev/null; ulimit -t {seconds} 2>/dev/null; \
             ulimit -v {memory} 2>/dev/null; ulimit -f {blocks} 2>/dev/null; exec \"$@\"",
            seconds = self.processor.as_secs(),
            memory = self.memory,
            // The shell counts blocks of 512 bytes.
            blocks = self.file.saturating_mul(2),
        );
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &script, "sh"]).arg(program);
        shell
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        processor: Duration::from_secs(7),
        memory: 1 << 20,
        file: 1,
    };

    #[test]
    fn the_program_and_its_arguments_arrive_within_the_limits() {
        let mut command = LIMITS.command(Path::new("/bin/sh"));
        command.args(["-c", "echo \"$1\"; ulimit -t; ulimit -v", "sh", "two words"]);
        let finished = crate::run(&mut command, None, |_| {}).expect("sh starts");
        assert_eq!(finished.stdout, b"two words\n7\n1048576\n");
    }

    #[test]
    fn a_file_that_grows_too_large_ends_the_program() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = LIMITS.command(Path::new("/bin/sh"));
        command.args(["-c", "head -c 4096 /dev/zero > file"]);
        command.current_dir(folder.path());
        let finished = crate::run(&mut command, None, |_| {}).expect("sh starts");
        assert!(!finished.success());
    }
}
