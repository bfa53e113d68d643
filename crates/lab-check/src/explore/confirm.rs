//! A second proof of what the engine says, by a search that shares as little as possible with the
//! first one.

use checker::{Check, Reduction};
use interleaving::{Coverage, Kind, Report, Verdict};

/// The executions after which the second proof is given up.
const MAX_EXECUTIONS: u64 = 60_000;

/// Stands in the message of a contradiction, and in no other message.
pub(crate) const CONTRADICTION: &str = ", but another search finds: ";

/// Looks for a contradiction to `report`. `None`: there is none, because a second search says the
/// same or because the report makes no claim that a search could check. Inconclusive: the second
/// search was not finished.
///
/// A promise that holds in every interleaving is proved again by traces instead of states. When the
/// report is about calm executions only, or says that no calmer one fails, all of those are run,
/// without leaving out any state.
pub(super) fn contradiction(
    report: &Report,
    model: impl Fn() + Send + Sync + 'static,
) -> Option<Verdict> {
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
        _ => return None,
    };
    let check = Check {
        max_executions: MAX_EXECUTIONS,
        ..check
    };
    match check.report(model).verdict {
        Verdict::Holds { .. } => None,
        inconclusive @ Verdict::Inconclusive { .. } => Some(inconclusive),
        other => Some(Verdict::Violated {
            kind: Kind::BrokenRule,
            message: format!("{claim}{CONTRADICTION}{}", other.word()),
        }),
    }
}
