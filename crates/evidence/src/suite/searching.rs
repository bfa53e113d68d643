//! Rules of the search: what is left out, what is said about it, and which failure is shown.

use std::sync::atomic::{AtomicU32 as StdAtomicU32, Ordering as StdOrdering};

use checker::Check;
use interleaving::{Coverage, Kind, Verdict};
use lab::sync::atomic::{AtomicU32, Ordering};
use lab::sync::{Arc, Mutex};
use lab::{Racy, thread};

use super::{Rule, fails, results};
use crate::{execute, generate};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "every order of three threads is tried",
        holds: every_order,
    },
    Rule {
        name: "what two threads saw is part of a state",
        holds: what_was_seen,
    },
    Rule {
        name: "the calmest failure has its price",
        holds: price_of_a_preemption,
    },
    Rule {
        name: "a stale read has its price",
        holds: price_of_a_stale_read,
    },
    Rule {
        name: "a bounded search says so",
        holds: bounded_says_so,
    },
    Rule {
        name: "a bounded search spends what is left",
        holds: bounded_spends,
    },
    Rule {
        name: "code that differs is told",
        holds: not_deterministic,
    },
];

fn every_order(check: &Check) -> Result<(), String> {
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    results(check, orders.map(|order| order.to_vec()), || {
        let arrived = Arc::new(Mutex::new(vec![]));
        let threads: Vec<_> = (0..3)
            .map(|number| {
                let arrived = Arc::clone(&arrived);
                thread::spawn(move || arrived.lock().expect("not poisoned").push(number))
            })
            .collect();
        for thread in threads {
            thread.join().expect("ends well");
        }
        arrived.lock().expect("not poisoned").clone()
    })
}

fn what_was_seen(check: &Check) -> Result<(), String> {
    results(check, [(0, 0), (0, 1), (1, 0), (1, 1)], || {
        let hits = Arc::new(Racy::new(0));
        let look = |hits: &Arc<Racy<u32>>| {
            let hits = Arc::clone(hits);
            thread::spawn(move || hits.load())
        };
        let (first, second) = (look(&hits), look(&hits));
        hits.store(1);
        (
            first.join().expect("ends well"),
            second.join().expect("ends well"),
        )
    })
}

fn visits() -> u32 {
    let hits = Arc::new(Racy::new(0));
    let theirs = Arc::clone(&hits);
    let visitor = thread::spawn(move || theirs.store(theirs.load() + 1));
    hits.store(hits.load() + 1);
    visitor.join().expect("ends well");
    hits.load()
}

fn costs(
    check: &Check,
    expected: u32,
    model: impl Fn() + Send + Sync + 'static,
) -> Result<(), String> {
    let report = check.report(model);
    let cost = report
        .counterexample
        .map(|shown| (shown.surprises.cost(), shown.calmest));
    if cost == Some((expected, true)) {
        Ok(())
    } else {
        Err(format!("cost {cost:?}"))
    }
}

fn price_of_a_preemption(check: &Check) -> Result<(), String> {
    costs(check, 1, || assert_eq!(visits(), 2))
}

fn price_of_a_stale_read(check: &Check) -> Result<(), String> {
    costs(check, 1, || {
        let mail = Arc::new((AtomicU32::new(0), AtomicU32::new(0)));
        let theirs = Arc::clone(&mail);
        let sender = thread::spawn(move || {
            theirs.0.store(1, Ordering::Relaxed);
            theirs.1.store(1, Ordering::Relaxed);
        });
        while mail.1.load(Ordering::Relaxed) == 0 {
            thread::yield_now();
        }
        assert_eq!(
            mail.0.load(Ordering::Relaxed),
            1,
            "the letter is not there yet"
        );
        sender.join().expect("ends well");
    })
}

fn bounded_says_so(check: &Check) -> Result<(), String> {
    let check = Check {
        coverage: Coverage::UpTo(0),
        ..check.clone()
    };
    let report = check.report(|| assert!(visits() > 0));
    match report.verdict {
        Verdict::Holds {
            coverage: Coverage::UpTo(0),
        } => Ok(()),
        other => Err(format!("{other:?}")),
    }
}

/// With a bound, leaving out known states changes nothing. In the first three programs a state is
/// reached with little left to spend before it is reached with more.
fn bounded_spends(check: &Check) -> Result<(), String> {
    for (seed, bound) in [(370, 2), (24, 3), (406, 3), (3, 1), (11, 2)] {
        let program = generate::program(seed);
        let found = |cache| {
            let check = Check {
                coverage: Coverage::UpTo(bound),
                cache,
                max_executions: 30_000,
                ..check.clone()
            };
            let program = program.clone();
            check.results(move || execute::run(&program))
        };
        let (with, without) = (found(true), found(false));
        if without.limit.is_some() {
            return Err(format!("seed {seed}: {:?}", without.limit));
        }
        if (&with.results, &with.failures) != (&without.results, &without.failures) {
            return Err(format!("seed {seed} differs with up to {bound} surprises"));
        }
    }
    Ok(())
}

fn not_deterministic(check: &Check) -> Result<(), String> {
    static RUNS: StdAtomicU32 = StdAtomicU32::new(0);
    fails(check, Kind::NotDeterministic, || {
        let hits = Arc::new(Racy::new(0));
        let theirs = Arc::clone(&hits);
        let visitor = thread::spawn(move || theirs.store(1));
        if RUNS.fetch_add(1, StdOrdering::Relaxed).is_multiple_of(2) {
            assert!(hits.load() <= 1);
        }
        visitor.join().expect("ends well");
    })
}
