//! Tiny programs with the verdict that each must get.
#![cfg(not(feature = "loom"))]
#![expect(clippy::unwrap_used, reason = "a model fails by panicking")]

mod arcs;
mod atomics;
mod borders;
mod channels;
mod lines;
mod locals;
mod locks;
mod memory;
mod once;
mod queues;
mod threads;
mod waiting;

use checker::Check;
use interleaving::{Coverage, Kind, Report, Verdict};

/// Checks a model completely.
fn report(model: impl Fn() + Send + Sync + 'static) -> Report {
    Check::default().report(model)
}

/// The model keeps its promises in every interleaving.
#[track_caller]
fn holds(model: impl Fn() + Send + Sync + 'static) {
    let report = report(model);
    let holds = Verdict::Holds {
        coverage: Coverage::Every,
    };
    assert_eq!(report.verdict, holds, "{report:#?}");
}

/// The word and the kind of the verdict.
#[track_caller]
fn fails(word: &str, kind: Kind, model: impl Fn() + Send + Sync + 'static) -> Report {
    let report = report(model);
    let verdict = (report.verdict.word(), report.verdict.kind());
    assert_eq!(verdict, (word, Some(kind)), "{report:#?}");
    report
}

/// An assertion of the model fails in some interleaving.
#[track_caller]
fn panics(model: impl Fn() + Send + Sync + 'static) -> Report {
    fails("violated", Kind::Panic, model)
}

/// The model does something that cannot be checked. Returns what the learner reads.
#[track_caller]
fn refused(model: impl Fn() + Send + Sync + 'static) -> String {
    let report = report(model);
    match report.verdict {
        Verdict::Refused { message } => message,
        _ => panic!("{report:#?}"),
    }
}

/// All results that a model can have, in order; it cannot fail.
#[track_caller]
fn outcomes<T>(model: impl Fn() -> T + Send + Sync + 'static) -> Vec<T>
where
    T: Ord + Send + 'static,
{
    let found = Check::default().results(model);
    assert_eq!(
        (found.failures.len(), &found.limit),
        (0, &None),
        "{:?}",
        found.failures
    );
    found.results.into_iter().collect()
}
