//! A child ended without a report: what happened?

use std::process::ExitStatus;

/// What the end of a process says, in a sentence for the learner. `None` when something outside
/// of the learner's code ended it.
pub(crate) fn explain(status: ExitStatus, output: &str) -> Option<String> {
    if output.contains("has overflowed its stack") {
        return Some("the stack overflowed: a function calls itself without an end".to_owned());
    }
    if output.contains("panic in a destructor during cleanup")
        || output.contains("thread panicked while processing panic")
        || output.contains("thread caused non-unwinding panic")
    {
        return Some(
            "a `drop` panicked while its thread was panicking already; Rust ends the whole process then"
                .to_owned(),
        );
    }
    if output.contains("memory allocation of") && output.contains("failed") {
        return Some("the code asked for more memory than there is".to_owned());
    }
    match (signal(status), status.code()) {
        (Some(SIGKILL | SIGTERM | SIGINT | SIGHUP), _) => None,
        (Some(SIGABRT), _) => Some("the code aborted the process".to_owned()),
        (Some(SIGSEGV | SIGBUS), _) => {
            Some("the code used memory that is not its own, and the system ended it".to_owned())
        }
        (Some(number), _) => Some(format!("the process was ended by signal {number}")),
        (None, Some(code)) => Some(format!(
            "the code ended the process itself, with exit status {code}, before the check was over"
        )),
        (None, None) => Some(format!(
            "the process ended before the check was over: {status}"
        )),
    }
}

const SIGHUP: i32 = 1;
const SIGINT: i32 = 2;
const SIGABRT: i32 = 6;
const SIGBUS: i32 = if cfg!(target_os = "linux") { 7 } else { 10 };
const SIGKILL: i32 = 9;
const SIGSEGV: i32 = 11;
const SIGTERM: i32 = 15;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal()
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn said(raw: i32, output: &str) -> Option<String> {
        explain(ExitStatus::from_raw(raw), output)
    }

    #[test]
    fn every_end_has_a_sentence() {
        let texts: Vec<String> = [
            (0, ""),
            (101 << 8, ""),
            (SIGABRT, ""),
            (SIGABRT, "thread 'main' has overflowed its stack\n"),
            (SIGABRT, "thread caused non-unwinding panic. aborting."),
            (SIGABRT, "memory allocation of 900 bytes failed"),
            (SIGSEGV, ""),
            (4, ""),
        ]
        .iter()
        .map(|(raw, output)| said(*raw, output).unwrap())
        .collect();
        insta::assert_snapshot!(texts.join("\n"));
    }

    #[test]
    fn what_comes_from_outside_is_not_the_learners_fault() {
        for signal in [SIGKILL, SIGTERM, SIGINT, SIGHUP] {
            assert_eq!(said(signal, ""), None);
        }
    }
}
