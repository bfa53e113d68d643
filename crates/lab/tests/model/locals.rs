//! Variables that each thread has for itself.

use std::cell::{Cell, RefCell};

use lab::sync::{Arc, Mutex};
use lab::thread;

use crate::{holds, outcomes, panics};

lab::thread_local! {
    static SEEN: Cell<u32> = const { Cell::new(0) };
    static PAGES: RefCell<Vec<u32>> = RefCell::new(vec![1]);
}

#[test]
fn each_model_thread_starts_afresh_in_each_execution() {
    holds(|| {
        assert_eq!((SEEN.get(), PAGES.with_borrow(Vec::len)), (0, 1));
        SEEN.set(1);
        PAGES.with_borrow_mut(|pages| pages.push(2));
        let count = || {
            assert_eq!((SEEN.replace(5), PAGES.take()), (0, vec![1]));
        };
        let other = thread::spawn(count);
        thread::spawn(count).join().unwrap();
        other.join().unwrap();
        assert_eq!((SEEN.get(), PAGES.with_borrow(Vec::len)), (1, 2));
    });
    assert_eq!(SEEN.get(), 0, "the thread outside has its own");
}

#[test]
fn a_variable_that_only_main_initialised_is_not_initialised_elsewhere() {
    panics(|| {
        SEEN.set(3);
        thread::spawn(|| assert_eq!(SEEN.get(), 3)).join().unwrap();
    });
}

/// Adds what it counted to a total when its thread ends.
struct Flush {
    total: Arc<Mutex<u32>>,
    counted: Cell<u32>,
}

impl Drop for Flush {
    fn drop(&mut self) {
        *self.total.lock().unwrap() += self.counted.get();
    }
}

lab::thread_local! {
    static FLUSH: RefCell<Option<Flush>> = const { RefCell::new(None) };
}

fn count(total: &Arc<Mutex<u32>>) {
    FLUSH.with_borrow_mut(|flush| {
        let total = || Flush {
            total: Arc::clone(total),
            counted: Cell::new(0),
        };
        let flush = flush.get_or_insert_with(total);
        flush.counted.set(flush.counted.get() + 1);
    });
}

#[test]
fn destructors_have_run_after_join() {
    holds(|| {
        let total = Arc::new(Mutex::new(0));
        let other = Arc::clone(&total);
        thread::spawn(move || count(&other)).join().unwrap();
        assert_eq!(*total.lock().unwrap(), 1);
    });
}

#[test]
fn destructors_may_still_run_after_a_scope() {
    let totals = || {
        let total = Arc::new(Mutex::new(0));
        thread::scope(|scope| {
            scope.spawn(|| count(&total));
        });
        *total.lock().unwrap()
    };
    assert_eq!(outcomes(totals), [0, 1]);
}

/// Notes when it is dropped, and whether it can still reach another variable.
struct Note(&'static str);

impl Drop for Note {
    fn drop(&mut self) {
        let reaches = |ok| if ok { "" } else { " alone" };
        let pages = reaches(LAST.try_with(|_| ()).is_ok());
        LOG.lock().unwrap().push(format!("{}{pages}", self.0));
    }
}

/// Filled by the test below only, outside of the engine's view.
static LOG: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());

lab::thread_local! {
    static FIRST: Note = const { Note("first") };
    static LAST: Note = const { Note("last") };
}

#[test]
fn the_youngest_variable_is_destroyed_first_and_cannot_be_used_again() {
    holds(|| {
        LOG.lock().unwrap().clear();
        thread::spawn(|| {
            FIRST.with(|_| ());
            LAST.with(|_| ());
        })
        .join()
        .unwrap();
        assert_eq!(*LOG.lock().unwrap(), ["last alone", "first alone"]);
    });
}

#[test]
fn the_variables_of_the_main_thread_are_destroyed_too() {
    let total = std::sync::Arc::new(std::sync::Mutex::new(0));
    struct Count(std::sync::Arc<std::sync::Mutex<u32>>);
    impl Drop for Count {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    lab::thread_local! {
        static COUNT: RefCell<Option<Count>> = const { RefCell::new(None) };
    }
    let counted = std::sync::Arc::clone(&total);
    let report = crate::report(move || COUNT.set(Some(Count(counted.clone()))));
    assert!(report.verdict.holds());
    assert_eq!(u64::from(*total.lock().unwrap()), report.executions);
}
