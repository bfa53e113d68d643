//! Atomic variables and fences.

use lab::cell::UnsafeCell;
use lab::sync::Arc;
use lab::sync::atomic::{
    AtomicBool, AtomicI8, AtomicPtr, AtomicU8, AtomicU32, AtomicUsize, Ordering, fence,
};
use lab::thread;

use Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

use interleaving::Kind;

use crate::{fails, holds, outcomes};

#[test]
fn fetch_add_loses_nothing() {
    let total = || {
        let visits = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| visits.fetch_add(1, Relaxed));
            visits.fetch_add(1, Relaxed);
        });
        visits.into_inner()
    };
    assert_eq!(outcomes(total), [2]);
}

#[test]
fn load_and_store_lose_an_update_even_with_seq_cst() {
    let total = || {
        let visits = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| visits.store(visits.load(SeqCst) + 1, SeqCst));
            visits.store(visits.load(SeqCst) + 1, SeqCst);
        });
        visits.load(SeqCst)
    };
    assert_eq!(outcomes(total), [1, 2]);
}

/// Publishes data behind a flag: what a reader can see.
fn published(store: Ordering, load: Ordering) -> Vec<Option<u32>> {
    outcomes(move || {
        let (data, ready) = (AtomicU32::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(42, Relaxed);
                ready.store(true, store);
            });
            ready.load(load).then(|| data.load(Relaxed))
        })
    })
}

#[test]
fn release_and_acquire_publish() {
    assert_eq!(published(Release, Acquire), [None, Some(42)]);
    assert_eq!(published(SeqCst, SeqCst), [None, Some(42)]);
    assert_eq!(published(Relaxed, Acquire), [None, Some(0), Some(42)]);
    assert_eq!(published(Release, Relaxed), [None, Some(0), Some(42)]);
}

#[test]
fn fences_publish() {
    let seen = || {
        let (data, ready) = (AtomicU32::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(42, Relaxed);
                fence(Release);
                ready.store(true, Relaxed);
            });
            let open = ready.load(Relaxed);
            fence(Acquire);
            open.then(|| data.load(Relaxed))
        })
    };
    assert_eq!(outcomes(seen), [None, Some(42)]);
}

#[test]
fn every_read_modify_write_returns_the_value_before() {
    holds(|| {
        let n = AtomicI8::new(-1);
        assert_eq!(n.load(Relaxed), -1);
        assert_eq!(n.swap(12, AcqRel), -1);
        assert_eq!(n.fetch_sub(2, SeqCst), 12);
        assert_eq!(n.fetch_and(8, SeqCst), 10);
        assert_eq!(n.fetch_or(3, SeqCst), 8);
        assert_eq!(n.fetch_xor(1, SeqCst), 11);
        assert_eq!(n.fetch_nand(2, SeqCst), 10);
        assert_eq!(n.fetch_min(-50, SeqCst), !2);
        assert_eq!(n.fetch_max(i8::MAX, SeqCst), -50);
        assert_eq!(n.fetch_add(1, SeqCst), i8::MAX);
        assert_eq!(n.compare_exchange(i8::MIN, 3, SeqCst, SeqCst), Ok(i8::MIN));
        assert_eq!(n.compare_exchange(4, 5, SeqCst, Relaxed), Err(3));
        assert_eq!(n.fetch_update(SeqCst, Relaxed, |n| Some(n + 1)), Ok(3));
        assert_eq!(n.update(SeqCst, Relaxed, |n| n + 1), 4);
        assert_eq!(n.try_update(SeqCst, Relaxed, |_| None), Err(5));
        assert_eq!(n.into_inner(), 5);
        let flag = AtomicBool::new(true);
        assert!(flag.fetch_not(SeqCst) && !flag.fetch_or(true, SeqCst) && flag.load(SeqCst));
    });
}

#[test]
fn values_that_are_lent_come_back() {
    holds(|| {
        let mut n = AtomicU8::new(1);
        n.store(5, Relaxed);
        *n.get_mut() += 1;
        assert_eq!(n.load(Relaxed), 6);
        *n.get_mut() += 1;
        *n.get_mut() += 1;
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(n.fetch_add(1, Relaxed), 8));
        });
        assert_eq!(*n.get_mut(), 9);
        assert_eq!(n.into_inner(), 9);
    });
}

#[test]
fn the_weak_form_may_fail_without_a_reason() {
    let results = || AtomicU8::new(1).compare_exchange_weak(1, 2, SeqCst, SeqCst);
    assert_eq!(outcomes(results), [Ok(1), Err(1)]);
    let results = || AtomicU8::new(1).compare_exchange(1, 2, SeqCst, SeqCst);
    assert_eq!(outcomes(results), [Ok(1)]);
}

#[test]
fn pointers_hand_over_what_they_point_to() {
    holds(|| {
        let shelf: AtomicPtr<u8> = AtomicPtr::default();
        thread::scope(|scope| {
            scope.spawn(|| shelf.store(Box::into_raw(Box::new(7)), Release));
            let taken = shelf.swap(std::ptr::null_mut(), Acquire);
            let left = || shelf.load(Acquire);
            let parcel = if taken.is_null() { left() } else { taken };
            if !parcel.is_null() {
                #[expect(unsafe_code, reason = "the parcel is handed over by hand")]
                // SAFETY: a pointer that is not null was published with `Release`.
                let value = unsafe { *parcel };
                assert_eq!(value, 7);
            }
        });
    });
}

/// A spin lock around plain data.
struct Spin {
    locked: AtomicBool,
    data: UnsafeCell<u8>,
}

#[expect(unsafe_code, reason = "the point of the test")]
// SAFETY: the checker watches the cell; a race is reported before it happens.
unsafe impl Sync for Spin {}

impl Spin {
    fn increment(&self, taken: Ordering, given_back: Ordering) {
        while self.locked.swap(true, taken) {
            lab::hint::spin_loop();
        }
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: the checker watches the cell; a race is reported before it happens.
        self.data.with_mut(|data| unsafe { *data += 1 });
        self.locked.store(false, given_back);
    }
}

fn spin(taken: Ordering, given_back: Ordering) -> impl Fn() + Send + Sync + 'static {
    move || {
        let spin = Arc::new(Spin {
            locked: AtomicBool::new(false),
            data: UnsafeCell::new(0),
        });
        let other = Arc::clone(&spin);
        let thread = thread::spawn(move || other.increment(taken, given_back));
        spin.increment(taken, given_back);
        thread.join().unwrap();
    }
}

#[test]
fn a_spin_lock_needs_acquire_and_release() {
    holds(spin(Acquire, Release));
    fails("data-race", Kind::DataRace, spin(Relaxed, Release));
    fails("data-race", Kind::DataRace, spin(Acquire, Relaxed));
}

#[test]
fn orderings_that_make_no_sense_panic_as_in_std() {
    let n = || AtomicU8::new(0);
    let message = |f: &(dyn Fn() + std::panic::RefUnwindSafe)| {
        let payload = std::panic::catch_unwind(f).unwrap_err();
        payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .unwrap()
    };
    holds(move || {
        assert_eq!(
            message(&|| assert_eq!(n().load(order(1)), 0)),
            "there is no such thing as a release load"
        );
        assert_eq!(
            message(&|| n().store(1, order(2))),
            "there is no such thing as an acquire store"
        );
        assert_eq!(
            message(&|| assert!(n().compare_exchange(0, 1, SeqCst, order(3)).is_ok())),
            "there is no such thing as an acquire-release failure ordering"
        );
        assert_eq!(
            message(&|| fence(order(0))),
            "there is no such thing as a relaxed fence"
        );
    });
}

/// An ordering that no lint sees.
fn order(n: usize) -> Ordering {
    [Relaxed, Release, Acquire, AcqRel][n]
}
