//! Models that run in this process, without a child.

use std::sync::{Mutex, PoisonError};

use interleaving::{Report, Verdict};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicU64, Ordering};

use super::explore;
use crate::model::Model;
use crate::process::Task;
use crate::{promise, race, vary};

/// A child runs one model; here many tests do, and some of the toolbox is kept per process.
pub(crate) static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The report of a model.
pub(crate) fn explored(model: &Model) -> Report {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    explore(model, Task::Judge, || ()).report
}

/// Two threads add `vary(…)`; the promise holds for the weights below `limit`.
fn two_hits(limit: u64) {
    let weight = vary(&[1, 2, 3]);
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |_| counter.fetch_add(weight, Ordering::Relaxed));
    promise!(
        WrongResult,
        hits.load(Ordering::Relaxed) < 2 * limit,
        "a hit of {weight}"
    );
}

#[test]
fn executions_of_all_variations_count() {
    let whole = explored(&Model::new("three", || two_hits(4)));
    assert!(whole.verdict.holds(), "{whole:?}");
    let second = explored(&Model::new("second", || two_hits(2)));
    assert_eq!(
        second.verdict,
        Verdict::Violated {
            kind: interleaving::Kind::WrongResult,
            message: "a hit of 2".to_owned(),
        }
    );
    // The first variation was searched to its end, and the second one failed early.
    let one_search = whole.executions / 3;
    let found = second.counterexample.unwrap().execution;
    assert!(
        (one_search + 1..=2 * one_search).contains(&found),
        "{found} of {whole:?}"
    );
}

#[test]
fn the_limit_is_one_for_all_variations() {
    let all = explored(&Model::new("three", || two_hits(4))).executions;
    let enough = explored(&Model::new("enough", || two_hits(4)).max_executions(all));
    assert!(enough.verdict.holds(), "{enough:?}");
    let report = explored(&Model::new("too_few", || two_hits(4)).max_executions(all - 1));
    let limit = interleaving::Limit::Executions(all - 1);
    assert_eq!(report.verdict, Verdict::Inconclusive { limit });
}
