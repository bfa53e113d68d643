//! First light.

use interleaving::Kind;
use lab::sync::{Arc, Mutex};
use lab::{Racy, thread};

use crate::{fails, holds};

#[test]
fn two_racy_increments_lose_one() {
    fails("violated", Kind::Panic, || {
        let visits = Arc::new(Racy::new(0));
        let other = Arc::clone(&visits);
        let t = thread::spawn(move || other.store(other.load() + 1));
        visits.store(visits.load() + 1);
        t.join().unwrap();
        assert_eq!(visits.load(), 2);
    });
}

#[test]
fn two_locked_increments_are_both_counted() {
    holds(|| {
        let visits = Arc::new(Mutex::new(0));
        let other = Arc::clone(&visits);
        let t = thread::spawn(move || *other.lock().unwrap() += 1);
        *visits.lock().unwrap() += 1;
        t.join().unwrap();
        assert_eq!(*visits.lock().unwrap(), 2);
    });
}
