//! A second proof of what the engine says, by a search that shares as little as possible with the
//! first one.

use checker::{Check, Reduction};
use interleaving::{Coverage, Limit, Report, Verdict};

/// The executions after which the second proof is given up.
const MAX_EXECUTIONS: u64 = 60_000;

/// What a second search says about the answer of the first one.
pub(super) enum Second {
    /// The same, or the answer makes no claim that a search could check.
    Agrees,
    /// Nothing: it came to a limit.
    NotFinished(Limit),
    /// Something else: what both of them say.
    Contradicts(String),
}

/// Asks a second search about `report`.
///
/// A promise that holds in every interleaving is proved again by traces instead of states. When the
/// report is about calm executions only, or says that no calmer one fails, all of those are run,
/// without leaving out any state.
pub(super) fn ask(report: &Report, model: impl Fn() + Send + Sync + 'static) -> Second {
    let counterexample = report.counterexample.as_ref();
    let (check, claim) = match (&report.verdict, counterexample) {
        (
            Verdict::Holds {
                coverage: Coverage::Every,
            },
            _,
        ) => (
            Check {
                reduction: Reduction::Traces,
                ..Check::default()
            },
            "every interleaving holds, says the search by states",
        ),
        (
            Verdict::Holds {
                coverage: coverage @ Coverage::UpTo(_),
            },
            _,
        ) => (
            Check {
                coverage: *coverage,
                cache: false,
                ..Check::default()
            },
            "every calm interleaving holds, says the search that leaves out known states",
        ),
        (_, Some(shown)) if shown.calmest && shown.surprises.cost() > 0 => (
            Check {
                coverage: Coverage::UpTo(shown.surprises.cost() - 1),
                cache: false,
                ..Check::default()
            },
            "no calmer execution fails, says the search that leaves out known states",
        ),
        _ => return Second::Agrees,
    };
    let check = Check {
        max_executions: MAX_EXECUTIONS,
        ..check
    };
    match check.report(model).verdict {
        Verdict::Holds { .. } => Second::Agrees,
        Verdict::Inconclusive { limit } => Second::NotFinished(limit),
        other => {
            let other = other.word();
            Second::Contradicts(format!("{claim}, but another search finds: {other}"))
        }
    }
}
