//! What happens at the border between a check and the world outside.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc as Plain;

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, OnceLock};
use lab::{Racy, channel, thread};

use crate::{holds, outcomes, refused};

static BALANCE: Mutex<u32> = Mutex::new(0);
static CONFIG: OnceLock<u32> = OnceLock::new();
static VISITS: AtomicUsize = AtomicUsize::new(5);
static LAST: Racy<u32> = Racy::new(0);

fn explains_statics(message: &str) {
    assert!(message.contains("outlives one execution"), "{message}");
    assert!(message.contains("tests/model/borders.rs"), "{message}");
}

#[test]
fn a_static_lock_is_refused() {
    explains_statics(&refused(|| {
        let other = thread::spawn(|| *BALANCE.lock().unwrap() += 1);
        *BALANCE.lock().unwrap() += 1;
        other.join().unwrap();
    }));
}

#[test]
fn a_static_cell_is_refused() {
    explains_statics(&refused(|| {
        let other = thread::spawn(|| CONFIG.get_or_init(|| 1));
        CONFIG.get_or_init(|| 2);
        other.join().unwrap();
    }));
}

#[test]
fn a_static_racy_variable_is_refused() {
    explains_statics(&refused(|| {
        let other = thread::spawn(|| LAST.store(1));
        LAST.store(2);
        other.join().unwrap();
    }));
}

#[test]
fn a_static_atomic_starts_each_execution_with_its_first_value() {
    let totals = || {
        let other =
            thread::spawn(|| VISITS.store(VISITS.load(Ordering::SeqCst) + 1, Ordering::SeqCst));
        VISITS.store(VISITS.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
        other.join().unwrap();
        VISITS.load(Ordering::SeqCst)
    };
    assert_eq!(outcomes(totals), [6, 7]);
    assert_eq!(
        VISITS.load(Ordering::SeqCst),
        5,
        "outside it is another value"
    );
}

#[test]
fn a_lock_made_outside_of_the_model_is_refused() {
    let shared = Plain::new(Mutex::new(0));
    explains_statics(&refused(move || {
        let shared = Plain::clone(&shared);
        let other = Plain::clone(&shared);
        let visitor = thread::spawn(move || *other.lock().unwrap() += 1);
        *shared.lock().unwrap() += 1;
        visitor.join().unwrap();
    }));
}

#[test]
fn a_channel_made_outside_of_the_model_is_refused() {
    let (sender, _receiver) = channel::unbounded();
    let message = refused(move || sender.send(1).unwrap());
    assert!(message.contains("made outside of the model"), "{message}");
    let (sender, _receiver) = lab::sync::mpsc::sync_channel(1);
    let message = refused(move || sender.send(1).unwrap());
    assert!(message.contains("made outside of the model"), "{message}");
}

#[test]
fn a_thread_of_std_that_touches_a_checked_object_gets_a_named_error() {
    let seen = Plain::new(std::sync::Mutex::new(String::new()));
    let write = Plain::clone(&seen);
    holds(move || {
        let balance = Plain::new(Mutex::new(0));
        drop(balance.lock());
        let other = Plain::clone(&balance);
        let foreign = std::thread::spawn(move || drop(other.lock()));
        let payload = foreign.join().unwrap_err();
        *write.lock().unwrap() = *payload.downcast::<String>().unwrap();
    });
    let message = seen.lock().unwrap().clone();
    assert!(message.starts_with("the Mutex created at"), "{message}");
    assert!(
        message.ends_with("write lab::thread instead of std::thread"),
        "{message}"
    );
}

#[test]
fn a_check_inside_of_a_check_is_a_named_error() {
    let report = crate::report(|| {
        checker::Check::default().report(|| {});
    });
    let message = format!("{:?}", report.verdict);
    assert!(
        message.contains("a check cannot be started inside of a model"),
        "{message}"
    );
}

#[test]
fn objects_of_a_check_that_has_ended_can_be_used_outside() {
    let kept = Plain::new(std::sync::Mutex::new(None));
    let keep = Plain::clone(&kept);
    holds(move || {
        let list = Arc::new(Mutex::new(vec![1]));
        list.lock().unwrap().push(2);
        *keep.lock().unwrap() = Some(list);
    });
    let list = kept.lock().unwrap().take().unwrap();
    assert_eq!(*list.lock().unwrap(), [1, 2]);
    assert_eq!(Arc::strong_count(&list), 1);
}

#[test]
fn a_channel_of_a_check_that_has_ended_cannot_be_used_outside() {
    let kept = Plain::new(std::sync::Mutex::new(None));
    let keep = Plain::clone(&kept);
    holds(move || {
        keep.lock()
            .unwrap()
            .get_or_insert_with(channel::unbounded::<u8>);
    });
    let (sender, _receiver) = kept.lock().unwrap().take().unwrap();
    let result = catch_unwind(AssertUnwindSafe(|| sender.send(1)));
    let payload = result.unwrap_err();
    let message = payload.downcast::<String>().unwrap();
    assert!(
        message.contains("made in a check that has ended"),
        "{message}"
    );
}

#[test]
fn hash_tables_of_lab_walk_in_the_same_order_in_each_execution() {
    holds(|| {
        let locks: lab::collections::HashMap<_, _> = ["bread", "milk", "soap"]
            .into_iter()
            .map(|name| (name, Mutex::new(0)))
            .collect();
        thread::scope(|scope| {
            scope.spawn(|| locks.values().for_each(|lock| *lock.lock().unwrap() += 1));
            locks.values().for_each(|lock| *lock.lock().unwrap() += 1);
        });
        assert!(locks.values().all(|lock| *lock.lock().unwrap() == 2));
    });
}

#[test]
fn a_handle_of_a_check_that_has_ended_gives_a_named_error() {
    let kept = Plain::new(std::sync::Mutex::new(None));
    let keep = Plain::clone(&kept);
    holds(move || {
        keep.lock().unwrap().get_or_insert_with(thread::current);
    });
    let main = kept.lock().unwrap().take().unwrap();
    let payload = catch_unwind(AssertUnwindSafe(|| main.unpark())).unwrap_err();
    let message = payload.downcast::<&str>().unwrap();
    assert!(
        message.starts_with("this handle belongs to a thread of a check"),
        "{message}"
    );
}

/// Takes both locks, the one at the lower address first.
fn transfer(from: &Mutex<i32>, to: &Mutex<i32>) {
    let by_address = (&raw const *from).addr() < (&raw const *to).addr();
    let (first, second) = if by_address { (from, to) } else { (to, from) };
    let first = first.lock().unwrap();
    let second = second.lock().unwrap();
    let (mut from, mut to) = if by_address {
        (first, second)
    } else {
        (second, first)
    };
    *from -= 1;
    *to += 1;
}

#[test]
fn locks_may_be_ordered_by_address() {
    holds(|| {
        let words = vec!["x".to_owned(); 3];
        let (a, b) = (Arc::new(Mutex::new(1)), Arc::new(Mutex::new(1)));
        drop(words);
        let c = Arc::new(Mutex::new(1));
        let (a2, b2, c2) = (Arc::clone(&a), Arc::clone(&b), Arc::clone(&c));
        let other = thread::spawn(move || {
            transfer(&a2, &b2);
            transfer(&c2, &b2);
        });
        transfer(&b, &a);
        transfer(&a, &c);
        other.join().unwrap();
    });
}
