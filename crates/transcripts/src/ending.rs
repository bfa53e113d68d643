//! The words for runs that do not end by printing their outcome.

/// The explorer's word for a schedule in which nobody can go on. A program of the book that finds
/// out by itself that its threads wait for each other prints the same word.
pub const DEADLOCK: &str = "deadlock";

/// The outcome of a run that does not end, and of a schedule that goes round for ever.
pub const NO_END: &str = "no end";

/// The outcome of a run whose main thread ends with an exception that nobody caught.
#[must_use]
pub fn uncaught(class: &str) -> String {
    format!("uncaught {class}")
}

/// The outcome of a run that the operating system ended, such as `killed by SIGSEGV`.
#[must_use]
pub fn killed(signal: &str) -> String {
    format!("killed by {signal}")
}

/// The outcome of a run that ends with this exit code and without a traceback.
#[must_use]
pub fn exit_code(code: i32) -> String {
    format!("exit code {code}")
}

/// Is this the outcome of a run that went wrong? Such an outcome is evidence only where a claim
/// names it; else the program is broken.
#[must_use]
pub fn is_abnormal(outcome: &str) -> bool {
    outcome == NO_END
        || ["uncaught ", "killed by ", "exit code "]
            .iter()
            .any(|start| outcome.starts_with(start))
}

/// Does a claim about `claimed` prepare the reader for `outcome`? A program that crashes does not
/// choose its signal, so a claim about one signal stands for all of them.
#[must_use]
pub fn is_prepared_for(claimed: &str, outcome: &str) -> bool {
    let crash = |text: &str| text.starts_with("killed by ");
    claimed == outcome || (crash(claimed) && crash(outcome))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_abnormal_end_is_told_from_an_outcome() {
        for outcome in [
            NO_END.to_owned(),
            uncaught("KeyError"),
            killed("SIGSEGV"),
            exit_code(3),
        ] {
            assert!(is_abnormal(&outcome), "{outcome}");
        }
        for outcome in ["exact", "KeyError", "no ending", "uncaught"] {
            assert!(!is_abnormal(outcome), "{outcome}");
        }
    }

    #[test]
    fn a_claim_about_a_crash_stands_for_every_signal() {
        assert!(is_prepared_for("killed by SIGSEGV", "killed by SIGABRT"));
        assert!(is_prepared_for("uncaught KeyError", "uncaught KeyError"));
        assert!(!is_prepared_for("uncaught KeyError", "uncaught IndexError"));
        assert!(!is_prepared_for("killed by SIGSEGV", NO_END));
    }
}
