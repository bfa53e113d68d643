//! All results of a model, and executions whose schedule is chosen by hand.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use checker::{drive, outcomes};
use interleaving::Kind;
use lab::sync::{Arc, Mutex};
use lab::{Racy, thread};

fn two_visits() -> u32 {
    let visits = Arc::new(Racy::new(0));
    let other = Arc::clone(&visits);
    let visitor = thread::spawn(move || other.store(other.load() + 1));
    visits.store(visits.load() + 1);
    visitor.join().unwrap();
    visits.load()
}

#[test]
fn two_racy_increments_end_with_one_or_two() {
    let found = outcomes(two_visits);
    let results: Vec<(u32, u32)> = found
        .results
        .iter()
        .map(|(result, witness)| (*result, witness.surprises.cost()))
        .collect();
    assert_eq!(
        results,
        [(1, 1), (2, 0)],
        "a lost update needs one surprise"
    );
    assert!(found.failures.is_empty());
    assert!(found.limit.is_none());
}

#[test]
fn a_deadlock_is_one_of_the_outcomes() {
    let found = outcomes(|| {
        let forks = Arc::new((Mutex::new(()), Mutex::new(())));
        let other = Arc::clone(&forks);
        let diner = thread::spawn(move || {
            let _left = other.0.lock().unwrap();
            let _right = other.1.lock().unwrap();
        });
        {
            let _right = forks.1.lock().unwrap();
            let _left = forks.0.lock().unwrap();
        }
        diner.join().unwrap();
    });
    assert_eq!(found.results.len(), 1);
    assert_eq!(
        found.failures.keys().collect::<Vec<_>>(),
        ["deadlock (lock order)"]
    );
    assert_eq!(found.failures["deadlock (lock order)"].surprises.cost(), 1);
}

#[test]
fn a_learner_can_play_the_scheduler() {
    let lost = drive("main A A main", || assert_eq!(two_visits(), 2)).expect("a legal schedule");
    assert_eq!(
        lost.verdict.and_then(|verdict| verdict.kind()),
        Some(Kind::Panic)
    );
    let kept = drive("main main A A", || assert_eq!(two_visits(), 2)).expect("a legal schedule");
    assert_eq!(kept.verdict, None);
}

#[test]
fn a_schedule_that_cannot_be_says_why() {
    let model = || {
        let till = Arc::new(Mutex::new(0));
        let other = Arc::clone(&till);
        let clerk = thread::spawn(move || *other.lock().unwrap() += 1);
        let guard = till.lock().unwrap();
        drop(till.try_lock());
        drop(guard);
        clerk.join().unwrap();
    };
    let error = drive("main A", model).expect_err("the lock is held");
    assert_eq!(
        error,
        "A cannot take the next step: it waits for this lock, held by main"
    );
    let error = drive("Z", model).expect_err("there is no such thread");
    assert_eq!(
        error,
        "Z cannot take the next step: no thread of that name has been started"
    );
}
