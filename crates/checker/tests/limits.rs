//! What is not a model, and what is too much: each has a name of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering as StdOrdering};

use checker::Check;
use interleaving::{Coverage, Kind, Limit, Verdict};
use lab::sync::atomic::{AtomicU64, Ordering};
use lab::sync::{Arc, Condvar, Mutex};
use lab::thread;

#[test]
fn more_threads_than_the_limit_prove_nothing() {
    let check = Check {
        max_threads: 3,
        ..Check::default()
    };
    let report = check.report(|| {
        for _ in 0..3 {
            thread::spawn(|| {}).join().unwrap();
        }
    });
    assert_eq!(
        report.verdict,
        Verdict::Inconclusive {
            limit: Limit::Threads(3)
        }
    );
}

#[test]
fn a_limit_on_executions_is_inconclusive_and_never_green() {
    let check = Check {
        max_executions: 5,
        ..Check::default()
    };
    let report = check.report(|| {
        let visits = Arc::new(AtomicU64::new(0));
        let other = Arc::clone(&visits);
        let visitor = thread::spawn(move || {
            for _ in 0..3 {
                other.fetch_add(1, Ordering::Relaxed);
            }
        });
        for _ in 0..3 {
            visits.fetch_add(1, Ordering::Relaxed);
        }
        visitor.join().unwrap();
    });
    assert_eq!(
        report.verdict,
        Verdict::Inconclusive {
            limit: Limit::Executions(5)
        }
    );
}

#[test]
fn a_declared_bound_says_what_it_covers() {
    let check = Check {
        coverage: Coverage::UpTo(1),
        ..Check::default()
    };
    let report = check.report(|| {
        let visits = Arc::new(AtomicU64::new(0));
        let other = Arc::clone(&visits);
        let visitor = thread::spawn(move || {
            other.fetch_add(1, Ordering::SeqCst);
            other.fetch_add(1, Ordering::SeqCst);
        });
        visits.fetch_add(1, Ordering::SeqCst);
        visits.fetch_add(1, Ordering::SeqCst);
        visitor.join().unwrap();
    });
    assert_eq!(
        report.verdict,
        Verdict::Holds {
            coverage: Coverage::UpTo(1)
        }
    );
}

#[test]
fn code_that_differs_from_run_to_run_is_told() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let report = Check::default().report(|| {
        let visits = Arc::new(AtomicU64::new(0));
        let other = Arc::clone(&visits);
        let visitor = thread::spawn(move || other.fetch_add(1, Ordering::Relaxed));
        // A counter outside of the model decides how many steps the model has.
        if RUNS.fetch_add(1, StdOrdering::Relaxed).is_multiple_of(2) {
            visits.load(Ordering::Relaxed);
        }
        visitor.join().unwrap();
    });
    assert_eq!(
        report.verdict.kind(),
        Some(Kind::NotDeterministic),
        "{report:?}"
    );
}

#[test]
fn a_lock_in_a_static_is_refused() {
    static TILL: Mutex<u32> = Mutex::new(0);
    let report = Check::default().report(|| {
        let cashier = thread::spawn(|| *TILL.lock().unwrap() += 1);
        *TILL.lock().unwrap() += 1;
        cashier.join().unwrap();
    });
    let Verdict::Refused { message } = &report.verdict else {
        panic!("{report:?}")
    };
    assert!(message.starts_with("the Mutex created at crates/checker/tests/limits.rs:"));
    assert!(message.contains("outlives one execution"));
}

#[test]
fn a_check_inside_of_a_model_is_an_error() {
    let report = Check::default().report(|| {
        checker::check(|| {});
    });
    let Verdict::Violated {
        kind: Kind::Panic,
        message,
    } = &report.verdict
    else {
        panic!("{report:?}")
    };
    assert_eq!(message, "a check cannot be started inside of a model");
}

#[test]
fn a_thread_of_std_that_touches_a_model_is_an_error() {
    let report = Check::default().report(|| {
        let till = Arc::new(Mutex::new(0));
        *till.lock().unwrap() += 1;
        let other = Arc::clone(&till);
        let outcome = std::thread::spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(|| drop(other.lock())));
            // The clone may not be dropped outside of the model, either.
            std::mem::forget(other);
            result
        });
        let payload = outcome
            .join()
            .unwrap()
            .expect_err("the lock belongs to a check");
        let message = payload.downcast_ref::<String>().expect("a message");
        assert!(
            message.contains("was not started with lab::thread::spawn"),
            "{message}"
        );
    });
    assert!(report.verdict.holds(), "{report:?}");
}

#[test]
fn a_panic_in_a_destructor_while_panicking_leaves_the_search_alive() {
    struct Locks(Arc<Mutex<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            drop(self.0.lock());
        }
    }
    let report = Check::default().report(|| {
        let till = Arc::new(Mutex::new(0));
        let guard = till.lock().unwrap();
        let _locks = Locks(Arc::clone(&till));
        // Unwinding drops `_locks` first, and its destructor wants the lock that is still held.
        assert_eq!(*guard, 1, "the till is empty");
    });
    assert_eq!(report.verdict.word(), "deadlock", "{report:?}");
    // The same process can go on checking.
    assert!(Check::default().report(|| {}).verdict.holds());
}

#[test]
fn the_same_code_gives_the_same_report_every_time() {
    let model = || {
        let gate = Arc::new((Mutex::new(0), Condvar::new()));
        let other = Arc::clone(&gate);
        let porter = thread::spawn(move || {
            *other.0.lock().unwrap() += 1;
            other.1.notify_one();
        });
        let mut open = gate.0.lock().unwrap();
        if *open == 0 {
            open = gate.1.wait(open).unwrap();
        }
        assert_eq!(*open, 1);
        drop(open);
        porter.join().unwrap();
    };
    let first = format!("{:#?}", Check::default().report(model));
    for _ in 0..5 {
        assert_eq!(first, format!("{:#?}", Check::default().report(model)));
    }
}

#[test]
fn leaving_out_known_states_changes_no_result() {
    for seed in 0..25 {
        let program = evidence::generate::program(seed);
        let results = |cache| {
            let check = Check {
                cache,
                max_executions: 4_000,
                ..Check::default()
            };
            let program = program.clone();
            check.results(move || evidence::execute::run(&program))
        };
        let (with, without) = (results(true), results(false));
        if without.limit.is_none() {
            assert_eq!(with.results, without.results, "seed {seed}");
            assert_eq!(with.failures, without.failures, "seed {seed}");
            assert!(with.executions <= without.executions, "seed {seed}");
        }
    }
}
