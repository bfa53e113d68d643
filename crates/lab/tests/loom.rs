//! The same program is judged by loom when the feature `loom` is on.
#![cfg(feature = "loom")]
#![expect(clippy::unwrap_used, reason = "a model fails by panicking")]

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex as Plain;

use lab::channel::bounded;
use lab::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
use lab::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use lab::{Racy, alloc, cell::UnsafeCell, thread};

/// All results of a model under loom.
fn outcomes<T: Ord + Clone + Send + 'static>(model: fn() -> T) -> Vec<T> {
    let seen = std::sync::Arc::new(Plain::new(BTreeSet::new()));
    let all = std::sync::Arc::clone(&seen);
    loom::model(move || {
        let result = model();
        all.lock().unwrap().insert(result);
    });
    let seen = seen.lock().unwrap();
    seen.iter().cloned().collect()
}

/// True if loom rejects the model.
fn rejected(model: fn()) -> bool {
    catch_unwind(AssertUnwindSafe(|| loom::model(model))).is_err()
}

#[test]
fn loom_wins_over_model() {
    let name = std::any::type_name::<Mutex<u8>>();
    assert!(name.starts_with("loom::"), "{name}");
}

#[test]
fn racy_increments_lose_one_and_locked_ones_do_not() {
    assert_eq!(
        outcomes(|| {
            let visits = Arc::new(Racy::new(0));
            let other = visits.clone();
            let t = thread::spawn(move || other.store(other.load() + 1));
            visits.store(visits.load() + 1);
            t.join().unwrap();
            visits.load()
        }),
        [1, 2]
    );
    assert_eq!(
        outcomes(|| {
            let visits = Mutex::new(0);
            thread::scope(|scope| {
                scope.spawn(|| *visits.lock().unwrap() += 1);
                *visits.lock().unwrap() += 1;
            });
            visits.into_inner().unwrap()
        }),
        [2]
    );
}

#[test]
fn scoped_threads_return_values() {
    assert_eq!(
        outcomes(|| {
            let words = ["a", "b"];
            thread::scope(|scope| {
                let count = scope.spawn(|| words.len());
                count.join().unwrap()
            })
        }),
        [2]
    );
}

#[test]
fn waiting_in_a_loop_is_right() {
    loom::model(|| {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let other = gate.clone();
        let opener = thread::spawn(move || {
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        let open = gate.1.wait_while(gate.0.lock().unwrap(), |open| !*open);
        assert!(*open.unwrap());
        opener.join().unwrap();
    });
}

#[test]
fn the_shims_keep_their_promises() {
    loom::model(|| {
        let (once, cell, runs) = (Once::new(), OnceLock::new(), AtomicUsize::new(0));
        let start = || {
            once.call_once(|| {
                runs.fetch_add(1, Ordering::Relaxed);
            });
            *cell.get_or_init(|| runs.load(Ordering::Relaxed))
        };
        thread::scope(|scope| {
            let other = scope.spawn(start);
            assert_eq!((start(), other.join().unwrap()), (1, 1));
        });
        assert!(once.is_completed() && cell.get() == Some(&1) && cell.set(2) == Err(2));
        assert_eq!(*LazyLock::new(|| 5), 5);
    });
    loom::model(|| {
        let barrier = Arc::new(Barrier::new(2));
        let other = barrier.clone();
        let t = thread::spawn(move || other.wait().is_leader());
        let leads = barrier.wait().is_leader();
        assert_ne!(leads, t.join().unwrap());
    });
    loom::model(|| {
        let rates = RwLock::new(1);
        *rates.write().unwrap() += 1;
        assert_eq!(*rates.read().unwrap(), 2);
    });
}

#[test]
fn channels_deliver_and_close() {
    loom::model(|| {
        let (orders, kitchen) = bounded(1);
        let waiter = thread::spawn(move || {
            orders.send(1).unwrap();
            orders.send(2).unwrap();
        });
        assert_eq!(kitchen.iter().collect::<Vec<_>>(), [1, 2]);
        waiter.join().unwrap();
    });
    loom::model(|| {
        let (orders, kitchen) = mpsc::channel();
        let other = orders.clone();
        let waiter = thread::spawn(move || other.send(1).unwrap());
        drop(orders);
        assert_eq!(kitchen.into_iter().sum::<u8>(), 1);
        waiter.join().unwrap();
    });
}

/// A flag that publishes a cell.
fn publish(store: Ordering, load: Ordering) {
    struct Letter(UnsafeCell<u8>, AtomicBool);
    #[expect(unsafe_code, reason = "the point of the test")]
    // SAFETY: loom watches the cell; a race is reported before it happens.
    unsafe impl Sync for Letter {}
    let letter = Arc::new(Letter(UnsafeCell::new(0), AtomicBool::new(false)));
    let other = letter.clone();
    let writer = thread::spawn(move || {
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: as above.
        other.0.with_mut(|text| unsafe { *text = 7 });
        other.1.store(true, store);
    });
    if letter.1.load(load) {
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: as above.
        let read = letter.0.with(|text| unsafe { *text });
        assert_eq!(read, 7);
    }
    writer.join().unwrap();
}

#[test]
fn relaxed_does_not_publish() {
    loom::model(|| publish(Ordering::Release, Ordering::Acquire));
    assert!(rejected(|| publish(Ordering::Relaxed, Ordering::Relaxed)));
}

#[test]
fn memory_comes_back() {
    // A leak cannot be tested in this process: loom panics in a destructor and aborts.
    loom::model(|| {
        let page = alloc::into_raw(Box::new(7));
        fence(Ordering::SeqCst);
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: the pointer comes from `into_raw` and is given back once.
        let boxed = unsafe { alloc::from_raw(page) };
        assert_eq!(*boxed, 7);
    });
}
