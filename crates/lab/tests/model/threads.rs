//! Threads, scopes and parking.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use interleaving::Kind;
use lab::sync::{Arc, Mutex};
use lab::{Racy, thread};

use crate::{fails, holds, outcomes, panics};

#[test]
fn join_returns_the_value_or_the_panic() {
    holds(|| {
        assert_eq!(thread::spawn(|| 7).join().unwrap(), 7);
        let payload = thread::spawn(|| panic!("the oven is cold"))
            .join()
            .unwrap_err();
        assert_eq!(*payload.downcast::<&str>().unwrap(), "the oven is cold");
    });
}

#[test]
fn what_a_thread_did_is_visible_after_join() {
    holds(|| {
        let page = Arc::new(Racy::new(0));
        let other = Arc::clone(&page);
        let writer = thread::spawn(move || other.store(1));
        writer.join().unwrap();
        assert_eq!(page.load(), 1);
    });
}

#[test]
fn a_panic_that_nobody_notices_is_reported() {
    panics(|| {
        thread::spawn(|| panic!("the oven is cold"));
    });
}

#[test]
fn is_finished_does_not_wait() {
    let seen = || {
        let baker = thread::spawn(|| {});
        let finished = baker.is_finished();
        baker.join().unwrap();
        finished
    };
    assert_eq!(outcomes(seen), [false, true]);
}

#[test]
fn polling_is_finished_ends() {
    holds(|| {
        let baker = thread::spawn(|| {});
        while !baker.is_finished() {
            thread::yield_now();
        }
    });
}

#[test]
fn threads_have_names_and_numbers() {
    holds(|| {
        assert_eq!(thread::current().name(), Some("main"));
        let main = thread::current().id();
        assert_eq!(format!("{main:?}"), "ThreadId(1)");
        let named = thread::Builder::new().name("baker".to_owned());
        let baker = named
            .spawn(|| {
                (
                    thread::current().id(),
                    thread::current().name().map(str::to_owned),
                )
            })
            .unwrap();
        let expected = (baker.thread().id(), Some("baker".to_owned()));
        assert_eq!(baker.thread().name(), Some("baker"));
        assert_ne!(expected.0, main);
        assert_eq!(baker.join().unwrap(), expected);
        assert!(
            thread::spawn(|| thread::current().name().is_none())
                .join()
                .unwrap()
        );
        let shown = thread::Builder::new().shown_as("visitor A");
        let shown = shown
            .spawn(|| thread::current().name().map(str::to_owned))
            .unwrap();
        assert_eq!(shown.thread().name(), None);
        assert_eq!(shown.join().unwrap(), None);
        assert_eq!(thread::available_parallelism().unwrap().get(), 2);
    });
}

#[test]
fn the_name_is_shown() {
    let report = panics(|| {
        let named = thread::Builder::new().name("baker".to_owned());
        let baker = named.spawn(|| panic!("the oven is cold")).unwrap();
        baker.join().unwrap();
    });
    let names: Vec<_> = report
        .counterexample
        .unwrap()
        .threads
        .into_iter()
        .map(|t| t.name)
        .collect();
    assert_eq!(names, ["main", "baker"]);
}

#[test]
fn scoped_threads_borrow_and_are_waited_for() {
    holds(|| {
        let mut orders = [1, 2, 3];
        let (left, right) = orders.split_at_mut(1);
        let sum = thread::scope(|scope| {
            let first = scope.spawn(|| left[0] *= 10);
            scope.spawn(|| right.iter_mut().for_each(|order| *order *= 10));
            first.join().unwrap();
            5
        });
        assert_eq!((sum, orders), (5, [10, 20, 30]));
    });
}

#[test]
fn a_thread_of_a_scope_starts_another_one() {
    holds(|| {
        let done = Racy::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                scope.spawn(|| done.store(done.load() + 1));
            });
        });
        assert_eq!(done.load(), 1);
    });
}

#[test]
fn a_scope_panics_for_a_thread_that_nobody_joined() {
    holds(|| {
        let crash = || panic!("the oven is cold");
        let result = catch_unwind(AssertUnwindSafe(|| {
            thread::scope(|scope| {
                scope.spawn(crash);
            });
        }));
        let payload = result.unwrap_err();
        assert_eq!(
            *payload.downcast::<&str>().unwrap(),
            "a scoped thread panicked"
        );
        thread::scope(|scope| assert!(scope.spawn(crash).join().is_err()));
    });
}

#[test]
fn a_panic_in_the_scope_waits_for_its_threads() {
    holds(|| {
        let done = Racy::new(false);
        let result = catch_unwind(AssertUnwindSafe(|| {
            thread::scope(|scope| {
                scope.spawn(|| done.store(true));
                panic!("the oven is cold");
            });
        }));
        assert!(result.is_err() && done.load());
    });
}

#[test]
fn an_assertion_in_a_scope_ends_the_execution_while_its_threads_borrow() {
    // The threads hold references into the frame of the scope: it must outlive them.
    panics(|| {
        let words = vec!["stale".to_owned(); 3];
        let lock = Mutex::new(());
        thread::scope(|scope| {
            let guard = lock.lock().unwrap();
            for _ in 0..2 {
                scope.spawn(|| {
                    let _guard = lock.lock();
                    assert_eq!(words.len(), 3);
                });
            }
            assert!(words.is_empty(), "the shelf is full");
            drop(guard);
        });
    });
}

#[test]
fn a_deadlock_in_a_scope_ends_the_execution_while_its_threads_borrow() {
    for _ in 0..3 {
        fails("deadlock", Kind::LockOrder, || {
            let (a, b) = (Mutex::new(vec![1]), Mutex::new(vec![2]));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let mut a = a.lock().unwrap();
                    a.append(&mut b.lock().unwrap());
                });
                let mut b = b.lock().unwrap();
                b.append(&mut a.lock().unwrap());
            });
        });
    }
}

#[test]
fn park_takes_a_token_that_came_before() {
    holds(|| {
        let main = thread::current();
        let waker = thread::spawn(move || main.unpark());
        thread::park();
        waker.join().unwrap();
    });
}

#[test]
fn two_tokens_are_one() {
    fails("deadlock", Kind::LostWakeup, || {
        let main = thread::current();
        let waker = thread::spawn(move || {
            main.unpark();
            main.unpark();
        });
        waker.join().unwrap();
        thread::park();
        thread::park();
    });
}

#[test]
fn what_came_before_unpark_is_visible_after_park() {
    holds(|| {
        let main = thread::current();
        let page = Arc::new(Mutex::new(0));
        let other = Arc::clone(&page);
        let writer = thread::spawn(move || {
            *other.lock().unwrap() = 1;
            main.unpark();
        });
        while *page.lock().unwrap() == 0 {
            thread::park();
        }
        writer.join().unwrap();
    });
}

#[test]
fn park_with_a_time_out_goes_on_without_a_token() {
    holds(|| thread::park_timeout(Duration::from_secs(3600)));
}

#[test]
fn sleeping_orders_nothing() {
    let seen = || {
        let page = Arc::new(Racy::new(0));
        let other = Arc::clone(&page);
        let writer = thread::spawn(move || other.store(1));
        thread::sleep(Duration::from_secs(10));
        let seen = page.load();
        writer.join().unwrap();
        seen
    };
    assert_eq!(outcomes(seen), [0, 1]);
}

#[test]
fn a_thread_that_is_not_joined_ends_all_the_same() {
    holds(|| {
        let page = Arc::new(Mutex::new(0));
        let other = Arc::clone(&page);
        drop(thread::spawn(move || *other.lock().unwrap() += 1));
    });
}

#[test]
fn a_result_that_nobody_takes_is_dropped_once() {
    holds(|| {
        let token = Arc::new(());
        let result = Arc::clone(&token);
        let handle = thread::spawn(move || result);
        while !handle.is_finished() {
            thread::yield_now();
        }
        drop(handle);
        assert_eq!(Arc::strong_count(&token), 1);
    });
}

/// Takes a lock when it is dropped, also while its thread unwinds.
struct Receipt<'a>(&'a Mutex<u32>);

impl Drop for Receipt<'_> {
    fn drop(&mut self) {
        if let Ok(mut count) = self.0.lock() {
            *count += 1;
        }
    }
}

#[test]
fn a_destructor_that_wants_a_lock_does_not_hide_a_deadlock() {
    let model = |in_main: bool, in_thread: bool| {
        move || {
            let (a, b, receipts) = (Mutex::new(1), Mutex::new(2), Mutex::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let _receipt = in_thread.then(|| Receipt(&receipts));
                    let _a = a.lock().unwrap();
                    let _b = b.lock().unwrap();
                });
                let _receipt = in_main.then(|| Receipt(&receipts));
                let _b = b.lock().unwrap();
                let _a = a.lock().unwrap();
            });
        }
    };
    fails("deadlock", Kind::LockOrder, model(false, true));
    fails("deadlock", Kind::LockOrder, model(true, false));
    fails("deadlock", Kind::LockOrder, model(true, true));
}

#[test]
fn a_destructor_that_wants_a_lock_does_not_hide_a_broken_promise() {
    panics(|| {
        let receipts = Mutex::new(0);
        thread::scope(|scope| {
            scope.spawn(|| drop(Receipt(&receipts)));
            let _receipt = Receipt(&receipts);
            assert_eq!(*receipts.lock().unwrap(), 1);
        });
    });
}

#[test]
fn a_panic_in_one_thread_unwinds_through_locks_of_others() {
    panics(|| {
        let stock = Arc::new(Mutex::new(0));
        let other = Arc::clone(&stock);
        let clerk = thread::spawn(move || {
            let _receipt = Receipt(&other);
            panic!("the clerk dropped a box");
        });
        clerk.join().unwrap();
    });
}
