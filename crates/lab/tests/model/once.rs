//! Initialisers that run once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use interleaving::Kind;
use lab::sync::{Arc, LazyLock, Once, OnceLock};
use lab::{Racy, thread};

use crate::{fails, holds, outcomes};

#[test]
fn once_runs_once_and_everybody_sees_what_it_did() {
    holds(|| {
        let (once, runs) = (Once::new(), Racy::new(0));
        let start = || once.call_once(|| runs.store(runs.load() + 1));
        thread::scope(|scope| {
            scope.spawn(|| {
                start();
                assert_eq!(runs.load(), 1);
            });
            start();
            assert_eq!(runs.load(), 1);
            assert!(once.is_completed());
            once.wait();
        });
    });
}

#[test]
fn is_completed_does_not_wait() {
    let seen = || {
        let once = Once::new();
        thread::scope(|scope| {
            scope.spawn(|| once.call_once(thread::yield_now));
            once.is_completed()
        })
    };
    assert_eq!(outcomes(seen), [false, true]);
}

#[test]
fn once_inside_itself_is_a_self_deadlock() {
    fails("deadlock", Kind::SelfDeadlock, || {
        let once = Once::new();
        once.call_once(|| once.call_once(|| {}));
    });
}

#[test]
fn once_is_poisoned_by_a_panic_and_can_be_forced() {
    holds(|| {
        let once = Once::new();
        let crash = || once.call_once(|| panic!("the oven is cold"));
        let panicked = |f: &dyn Fn()| catch_unwind(AssertUnwindSafe(f)).is_err();
        assert!(panicked(&crash));
        assert!(panicked(&|| once.call_once(|| {})), "poisoned");
        assert!(panicked(&|| once.wait()), "poisoned");
        let mut poisoned = false;
        once.call_once_force(|state| poisoned = state.is_poisoned());
        assert!(poisoned && once.is_completed());
        once.call_once(|| unreachable!());
    });
}

#[test]
fn a_cell_is_set_by_one_of_two() {
    let results = || {
        let config = OnceLock::new();
        thread::scope(|scope| {
            let other = scope.spawn(|| config.set(1));
            let mine = config.set(2);
            (*config.get().unwrap(), mine, other.join().unwrap())
        })
    };
    assert_eq!(
        outcomes(results),
        [(1, Err(2), Ok(())), (2, Ok(()), Err(1))]
    );
}

#[test]
fn get_does_not_wait_and_wait_does() {
    let seen = || {
        let config = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                config
                    .get_or_init(|| {
                        thread::yield_now();
                        7
                    })
                    .to_owned()
            });
            let early = config.get().copied();
            assert_eq!(*config.wait(), 7);
            early
        })
    };
    assert_eq!(outcomes(seen), [None, Some(7)]);
}

#[test]
fn get_or_init_runs_one_initialiser() {
    holds(|| {
        let (config, runs) = (Arc::new(OnceLock::new()), Arc::new(Racy::new(0)));
        let init = |config: &OnceLock<u8>, runs: &Racy<u8>| {
            *config.get_or_init(|| {
                runs.store(runs.load() + 1);
                5
            })
        };
        let (c, r) = (config.clone(), runs.clone());
        let other = thread::spawn(move || init(&c, &r));
        assert_eq!(init(&config, &runs), 5);
        assert_eq!(other.join().unwrap(), 5);
        assert_eq!(runs.load(), 1);
    });
}

#[test]
fn a_panic_in_get_or_init_leaves_the_cell_empty() {
    holds(|| {
        let config = OnceLock::new();
        thread::scope(|scope| {
            let crash = scope.spawn(|| {
                config.get_or_init(|| panic!("no such file"));
            });
            assert!(crash.join().is_err());
        });
        assert_eq!(config.get(), None);
        assert_eq!(*config.get_or_init(|| 1), 1);
    });
}

#[test]
fn an_initialiser_that_asks_for_its_own_cell_is_a_self_deadlock() {
    fails("deadlock", Kind::SelfDeadlock, || {
        let config: OnceLock<u8> = OnceLock::new();
        config.get_or_init(|| *config.get_or_init(|| 1));
    });
}

#[test]
fn two_cells_that_need_each_other_deadlock() {
    fails("deadlock", Kind::LockOrder, || {
        let (a, b) = (OnceLock::new(), OnceLock::new());
        thread::scope(|scope| {
            scope.spawn(|| *a.get_or_init(|| *b.get_or_init(|| 1)));
            b.get_or_init(|| *a.get_or_init(|| 2));
        });
    });
}

#[test]
fn a_lazy_value_is_made_once_by_whoever_comes_first() {
    holds(|| {
        let runs = Arc::new(Racy::new(0));
        let counted = runs.clone();
        let table = Arc::new(LazyLock::new(move || {
            counted.store(counted.load() + 1);
            vec![1, 2]
        }));
        let other = Arc::clone(&table);
        let reader = thread::spawn(move || other.len());
        assert_eq!(
            (table.len(), reader.join().unwrap(), runs.load()),
            (2, 2, 1)
        );
    });
}

#[test]
fn a_lazy_value_is_poisoned_for_good() {
    holds(|| {
        let table: LazyLock<u8> = LazyLock::new(|| panic!("no such file"));
        for _ in 0..2 {
            assert!(catch_unwind(AssertUnwindSafe(|| *table)).is_err());
        }
        assert_eq!(LazyLock::get(&table), None);
    });
}
