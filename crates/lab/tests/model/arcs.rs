//! Reference counts.

use lab::sync::atomic::{AtomicU8, Ordering};
use lab::sync::{Arc, Mutex, Weak};
use lab::{Racy, thread};

use crate::{holds, outcomes};

#[test]
fn the_count_depends_on_who_has_dropped() {
    let counts = || {
        let list = Arc::new(());
        let other = Arc::clone(&list);
        let reader = thread::spawn(move || drop(other));
        let count = Arc::strong_count(&list);
        reader.join().unwrap();
        assert_eq!(Arc::strong_count(&list), 1);
        count
    };
    assert_eq!(outcomes(counts), [1, 2]);
}

#[test]
fn a_decision_by_the_count_is_explored() {
    // A cache of visited states that does not know the count would miss the lost update.
    let total = || {
        let visits = Arc::new(Racy::new(0));
        let other = Arc::clone(&visits);
        let visitor = thread::spawn(move || other.store(other.load() + 1));
        if Arc::strong_count(&visits) == 2 {
            visits.store(visits.load() + 1);
        } else {
            visits.store(visits.load() + 10);
        }
        visitor.join().unwrap();
        visits.load()
    };
    assert_eq!(outcomes(total), [1, 2, 11]);
}

#[test]
fn the_last_owner_drops_the_value() {
    struct Parcel(std::sync::Arc<std::sync::atomic::AtomicU8>);
    impl Drop for Parcel {
        fn drop(&mut self) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }
    holds(|| {
        let dropped = std::sync::Arc::default();
        let parcel = Arc::new(Parcel(std::sync::Arc::clone(&dropped)));
        let other = Arc::clone(&parcel);
        let carrier = thread::spawn(move || drop(other));
        drop(parcel);
        carrier.join().unwrap();
        assert_eq!(dropped.load(std::sync::atomic::Ordering::Relaxed), 1);
    });
}

#[test]
fn get_mut_races_with_clone_and_drop() {
    let results = || {
        let mut price = Arc::new(1);
        let other = Arc::clone(&price);
        let reader = thread::spawn(move || *other);
        let changed = Arc::get_mut(&mut price).map(|price| *price = 2).is_some();
        (changed, reader.join().unwrap())
    };
    assert_eq!(outcomes(results), [(false, 1), (true, 1)]);
}

#[test]
fn get_mut_sees_what_the_other_owner_did() {
    holds(|| {
        let mut page = Arc::new(AtomicU8::new(0));
        let other = Arc::clone(&page);
        let writer = thread::spawn(move || other.store(7, Ordering::Relaxed));
        if let Some(page) = Arc::get_mut(&mut page) {
            assert_eq!(*page.get_mut(), 7);
        }
        writer.join().unwrap();
    });
}

#[test]
fn try_unwrap_succeeds_for_exactly_one_of_two_or_for_none() {
    let winners = || {
        let first = Arc::new(3);
        let second = Arc::clone(&first);
        let other = thread::spawn(move || Arc::try_unwrap(second).is_ok());
        let mine = Arc::try_unwrap(first).is_ok();
        usize::from(mine) + usize::from(other.join().unwrap())
    };
    assert_eq!(outcomes(winners), [0, 1]);
}

#[test]
fn into_inner_succeeds_for_exactly_one_of_two() {
    let winners = || {
        let first = Arc::new(3);
        let second = Arc::clone(&first);
        let other = thread::spawn(move || Arc::into_inner(second).is_some());
        let mine = Arc::into_inner(first).is_some();
        usize::from(mine) + usize::from(other.join().unwrap())
    };
    assert_eq!(outcomes(winners), [1]);
}

#[test]
fn upgrade_works_while_there_is_an_owner() {
    let results = || {
        let page = Arc::new(5);
        let weak = Arc::downgrade(&page);
        let reader = thread::spawn(move || weak.upgrade().map(|page| *page));
        drop(page);
        reader.join().unwrap()
    };
    assert_eq!(outcomes(results), [None, Some(5)]);
}

#[test]
fn weak_counts_are_explored() {
    let counts = || {
        let page = Arc::new(());
        let weak: Weak<()> = Arc::downgrade(&page);
        let dropper = thread::spawn(move || drop(weak));
        let count = Arc::weak_count(&page);
        dropper.join().unwrap();
        count
    };
    assert_eq!(outcomes(counts), [0, 1]);
}

#[test]
fn make_mut_copies_only_what_is_shared() {
    let results = || {
        let mut menu = Arc::new(vec![1]);
        let other = Arc::clone(&menu);
        let reader = thread::spawn(move || other.len());
        Arc::make_mut(&mut menu).push(2);
        (menu.len(), reader.join().unwrap())
    };
    assert_eq!(outcomes(results), [(2, 1)]);
}

#[test]
fn trait_objects_are_shared_through_a_box() {
    holds(|| {
        let job: Arc<dyn Fn(u8) -> u8 + Send + Sync> =
            Arc::from(Box::new(|n: u8| n + 1) as Box<dyn Fn(u8) -> u8 + Send + Sync>);
        let other = Arc::clone(&job);
        assert_eq!(thread::spawn(move || other(1)).join().unwrap(), 2);
        assert_eq!(job(2), 3);
    });
}

#[test]
fn a_drop_that_takes_a_lock_is_explored() {
    struct Ticket(Arc<Mutex<Vec<u8>>>, u8);
    impl Drop for Ticket {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(self.1);
        }
    }
    let orders = || {
        let log = Arc::new(Mutex::new(vec![]));
        let (a, b) = (Ticket(log.clone(), 1), Ticket(log.clone(), 2));
        let other = thread::spawn(move || drop(a));
        drop(b);
        other.join().unwrap();
        log.lock().unwrap().clone()
    };
    assert_eq!(outcomes(orders), [[1, 2], [2, 1]]);
}

#[test]
fn owners_and_weak_pointers_are_counted_in_a_check_as_in_std() {
    holds(|| {
        let mut first = Arc::new(String::from("a"));
        assert_eq!(Arc::get_mut(&mut first).unwrap(), "a");
        let second = Arc::clone(&first);
        assert!(Arc::ptr_eq(&first, &second) && Arc::as_ptr(&first) == Arc::as_ptr(&second));
        let weak = Arc::downgrade(&first);
        assert_eq!((Arc::strong_count(&first), Arc::weak_count(&first)), (2, 1));
        assert_eq!((weak.strong_count(), weak.weak_count()), (2, 1));
        assert!(weak.ptr_eq(&weak.clone()) && weak.as_ptr() == Arc::as_ptr(&first));
        let first = Arc::try_unwrap(first).unwrap_err();
        assert_eq!(Arc::into_inner(first), None);
        let mut second = second;
        assert!(Arc::get_mut(&mut second).is_none(), "a weak pointer exists");
        Arc::make_mut(&mut second).push('b');
        assert!(weak.upgrade().is_none(), "the value has moved away");
        Arc::make_mut(&mut second).push('c');
        let shared = second.clone();
        Arc::make_mut(&mut second).push('d');
        assert_eq!((shared.as_str(), second.as_str()), ("abc", "abcd"));
        assert_eq!(Arc::unwrap_or_clone(shared.clone()), "abc");
        assert_eq!(Arc::into_inner(second).as_deref(), Some("abcd"));
        assert_eq!(Arc::try_unwrap(shared).as_deref(), Ok("abc"));
        let cyclic = Arc::new_cyclic(|me: &Weak<(Weak<u8>, u8)>| {
            assert!(me.upgrade().is_none());
            (Weak::new(), 3)
        });
        assert_eq!(cyclic.1, 3);
        assert!(cyclic.0.upgrade().is_none());
    });
}

/// Counts how many of its kind are alive.
struct Counted(std::sync::Arc<std::sync::atomic::AtomicI32>);

impl Counted {
    fn new(alive: &std::sync::Arc<std::sync::atomic::AtomicI32>) -> Self {
        alive.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Counted(std::sync::Arc::clone(alive))
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Counted::new(&self.0)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn every_value_is_dropped_once() {
    let alive = std::sync::Arc::default();
    let count = std::sync::Arc::clone(&alive);
    holds(move || {
        let many: Vec<_> = (0..200).map(|_| Arc::new(Counted::new(&count))).collect();
        let weak = Arc::downgrade(&many[0]);
        let mut moved = many[1].clone();
        let mut left = many;
        left.truncate(2);
        Arc::make_mut(&mut moved);
        let weak_moved = Arc::downgrade(&moved);
        Arc::make_mut(&mut moved);
        assert!(weak_moved.upgrade().is_none());
        assert!(Arc::try_unwrap(moved).is_ok());
        drop(left);
        assert!(weak.upgrade().is_none());
        assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 0);
    });
    assert_eq!(alive.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[test]
fn values_of_any_size_and_alignment_are_possible() {
    #[repr(align(128))]
    #[derive(Debug, PartialEq)]
    struct Line(u8);
    holds(|| {
        let (a, b) = (Arc::new(Line(1)), Arc::new(Line(2)));
        assert_eq!(
            (Arc::as_ptr(&a).addr() % 128, Arc::as_ptr(&b).addr() % 128),
            (0, 0)
        );
        assert_eq!((&*a, &*b), (&Line(1), &Line(2)));
        assert_eq!(Arc::new([7u8; 10_000])[9_999], 7);
        assert_eq!(Arc::try_unwrap(Arc::new(())), Ok(()));
        assert_eq!(Arc::new((1u8, 2u64)).1, 2);
    });
}
