//! Verdicts in sentences for a learner.
//!
//! The wording keeps apart what was proved and what was not: "every interleaving" is said only of
//! an exhaustive search, and a search that hit a limit is never said to have passed.

use crate::render::text::{clean, counted, grouped};
use crate::{Coverage, Limit, Report, Verdict};

/// What a surprise is, for whoever meets the word for the first time.
pub const SURPRISE: &str = "a surprise is a forced switch, a stale read, a spurious wake-up or another choice a calm run does not make";

/// The report in one line, without a final period.
#[must_use]
pub fn report(report: &Report) -> String {
    let executions = counted(report.executions, "execution", "executions");
    match &report.verdict {
        Verdict::Holds { coverage } => format!("{} ({executions})", holds(*coverage)),
        other => verdict(other),
    }
}

/// The verdict in one line, without a final period.
#[must_use]
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Holds { coverage } => holds(*coverage),
        Verdict::Violated { kind, message } => with(kind.words(), message),
        Verdict::Deadlock { kind } => format!(
            "deadlock ({}): every thread that is still alive waits, and nobody can wake it",
            kind.words()
        ),
        Verdict::DataRace { kind } => match kind {
            crate::Kind::DataRace => {
                "data race: two threads use the same data, one of them writes, and nothing orders them"
                    .to_owned()
            }
            other => other.words().to_owned(),
        },
        Verdict::Stuck { kind, message } => with(kind.words(), message),
        Verdict::Leak { message } => with("leak", message),
        Verdict::Inconclusive { limit } => {
            format!("inconclusive: {} came first; nothing was proved", limit_in_words(limit))
        }
        Verdict::Refused { message } => with("refused", message),
        Verdict::Crashed { message } => with("crashed", message),
        Verdict::CompileError { message } => with("does not compile", message),
    }
}

/// How much a positive verdict covers: `holds in every interleaving`.
#[must_use]
pub fn holds(coverage: Coverage) -> String {
    match coverage {
        Coverage::Every => "holds in every interleaving".to_owned(),
        Coverage::UpTo(0) => "holds in every interleaving without a surprise".to_owned(),
        Coverage::UpTo(most) => format!(
            "holds in every interleaving with up to {}",
            counted(u64::from(most), "surprise", "surprises")
        ),
    }
}

/// A limit in words: `the limit of 100 000 executions`.
#[must_use]
pub fn limit_in_words(limit: &Limit) -> String {
    let amount = match limit {
        Limit::Executions(n) => counted(*n, "execution", "executions"),
        Limit::Seconds(n) => counted(*n, "second", "seconds"),
        Limit::Threads(n) => format!(
            "{} in one execution",
            counted(u64::from(*n), "thread", "threads")
        ),
        Limit::States(n) => format!("{} stored", counted(*n, "state", "states")),
    };
    format!("the limit of {amount}")
}

/// The number in groups of three digits, as in every text of the course: `100 000`.
#[must_use]
pub fn number(number: u64) -> String {
    grouped(number)
}

fn with(word: &str, message: &str) -> String {
    // One line: the rest of a long message stands with the counterexample or the compiler's words.
    match clean(message.lines().next().unwrap_or_default()).trim() {
        "" => word.to_owned(),
        first => format!("{word}: {first}"),
    }
}
