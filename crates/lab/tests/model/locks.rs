//! Mutexes and reader-writer locks.

use interleaving::Kind;
use lab::sync::atomic::AtomicU32;
use lab::sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard, TryLockError};
use lab::{Racy, thread};

use crate::{fails, holds, outcomes, panics};

#[test]
fn two_racy_increments_lose_one() {
    let total = || {
        let visits = Arc::new(Racy::new(0));
        let other = Arc::clone(&visits);
        let visitor = thread::spawn(move || other.store(other.load() + 1));
        visits.store(visits.load() + 1);
        visitor.join().unwrap();
        visits.load()
    };
    assert_eq!(outcomes(total), [1, 2]);
}

#[test]
fn two_locked_increments_are_both_counted() {
    let total = || {
        let visits = Arc::new(Mutex::new(0));
        let other = Arc::clone(&visits);
        let visitor = thread::spawn(move || *other.lock().unwrap() += 1);
        *visits.lock().unwrap() += 1;
        visitor.join().unwrap();
        *visits.lock().unwrap()
    };
    assert_eq!(outcomes(total), [2]);
}

#[test]
fn two_critical_sections_for_one_update_lose_it() {
    let total = || {
        let balance = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let seen = *balance.lock().unwrap();
                    *balance.lock().unwrap() = seen + 1;
                });
            }
        });
        balance.into_inner().unwrap()
    };
    assert_eq!(outcomes(total), [1, 2]);
}

#[test]
fn locks_in_opposite_order_deadlock() {
    let report = fails("deadlock", Kind::LockOrder, || {
        let (a, b) = (Mutex::new(1), Mutex::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                let _a = a.lock().unwrap();
                let _b = b.lock().unwrap();
            });
            let _b = b.lock().unwrap();
            let _a = a.lock().unwrap();
        });
    });
    let surprises = report.counterexample.unwrap().surprises;
    assert_eq!(surprises.cost(), 1);
}

#[test]
fn locking_twice_is_a_self_deadlock() {
    fails("deadlock", Kind::SelfDeadlock, || {
        let balance = Mutex::new(0);
        let _first = balance.lock().unwrap();
        let _second = balance.lock().unwrap();
    });
}

#[test]
fn try_lock_sees_a_held_lock() {
    let busy = || {
        let lock = Arc::new(Mutex::new(()));
        let other = Arc::clone(&lock);
        let holder = thread::spawn(move || drop(other.lock().unwrap()));
        let busy = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
        holder.join().unwrap();
        busy
    };
    assert_eq!(outcomes(busy), [false, true]);
}

#[test]
fn a_panic_poisons_the_lock() {
    holds(|| {
        let stock = Arc::new(Mutex::new(3));
        let other = Arc::clone(&stock);
        let clerk = thread::spawn(move || {
            let mut stock = other.lock().unwrap();
            *stock -= 1;
            panic!("the clerk dropped a box");
        });
        assert!(clerk.join().is_err());
        assert!(stock.is_poisoned());
        assert!(matches!(stock.try_lock(), Err(TryLockError::Poisoned(_))));
        assert_eq!(*stock.lock().unwrap_or_else(PoisonError::into_inner), 2);
        stock.clear_poison();
        assert_eq!(*stock.lock().unwrap(), 2);
    });
}

#[test]
fn whether_a_lock_is_poisoned_depends_on_the_order() {
    let poisoned = || {
        let stock = Arc::new(Mutex::new(0));
        let other = Arc::clone(&stock);
        let clerk = thread::spawn(move || {
            let _stock = other.lock();
            panic!("the clerk dropped a box");
        });
        let seen = (stock.is_poisoned(), stock.lock().is_err());
        drop(clerk.join());
        seen
    };
    assert_eq!(
        outcomes(poisoned),
        [(false, false), (false, true), (true, true)]
    );
}

/// A step between the two ends of a `println!` would let another thread wait for std's lock of the
/// output, which the engine cannot see.
#[test]
fn printing_a_lock_is_no_step_and_shows_no_value() {
    let texts = || {
        let stock = Arc::new((Mutex::new(1), RwLock::new(1), AtomicU32::new(1)));
        let other = Arc::clone(&stock);
        let writer = thread::spawn(move || {
            *other.0.lock().unwrap() = 2;
            println!("{other:?}");
        });
        println!("{stock:?}");
        let text = format!("{stock:?}");
        writer.join().unwrap();
        text
    };
    assert_eq!(
        outcomes(texts),
        [
            "(Mutex { data: <not read during a check>, poisoned: false, .. }, \
          RwLock { data: <not read during a check>, poisoned: false, .. }, \
          <not read during a check>)"
        ]
    );
    assert_eq!(
        format!("{:?}", Mutex::new(1)),
        "Mutex { data: 1, poisoned: false, .. }"
    );
}

#[test]
fn two_readers_may_be_inside_together() {
    let most = || {
        let rates = RwLock::new(());
        let inside = Racy::new(0);
        thread::scope(|scope| {
            let read = || {
                let _rates = rates.read().unwrap();
                let now = inside.load() + 1;
                inside.store(now);
                let seen = inside.load();
                inside.store(inside.load() - 1);
                seen
            };
            let other = scope.spawn(read);
            read().max(other.join().unwrap())
        })
    };
    assert!(outcomes(most).contains(&2));
}

#[test]
fn a_writer_is_alone() {
    let seen = || {
        let rates = Arc::new(RwLock::new((0, 0)));
        let writer = {
            let rates = Arc::clone(&rates);
            thread::spawn(move || {
                let mut rates = rates.write().unwrap();
                rates.0 += 1;
                thread::yield_now();
                rates.1 += 1;
            })
        };
        let seen = *rates.read().unwrap();
        writer.join().unwrap();
        seen
    };
    assert_eq!(outcomes(seen), [(0, 0), (1, 1)]);
}

#[test]
fn a_reader_who_wants_to_write_waits_for_itself() {
    fails("deadlock", Kind::SelfDeadlock, || {
        let rates = RwLock::new(0);
        let _seen = rates.read().unwrap();
        *rates.write().unwrap() = 1;
    });
}

#[test]
fn nobody_writes_between_write_and_downgrade() {
    holds(|| {
        let rates = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *rates.write().unwrap() = 1);
            let mut writer = rates.write().unwrap();
            *writer = 7;
            let reader = RwLockWriteGuard::downgrade(writer);
            assert!(rates.try_write().is_err() && rates.try_read().is_ok());
            assert_eq!(*reader, 7);
        });
    });
}

#[test]
fn a_panic_of_a_writer_poisons_and_of_a_reader_does_not() {
    holds(|| {
        let rates = RwLock::new(0);
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let _rates = rates.read().unwrap();
                panic!("the reader fell asleep");
            });
            assert!(reader.join().is_err() && !rates.is_poisoned());
            let writer = scope.spawn(|| {
                let _rates = rates.write().unwrap();
                panic!("the writer fell asleep");
            });
            assert!(writer.join().is_err() && rates.is_poisoned() && rates.read().is_err());
        });
    });
}

#[test]
fn values_without_a_size_can_be_locked() {
    holds(|| {
        let seats: Arc<Mutex<[u8]>> = Arc::from(Box::new(Mutex::new([1u8, 2])) as Box<Mutex<[u8]>>);
        let other = Arc::clone(&seats);
        let taker = thread::spawn(move || other.lock().unwrap()[0] = 0);
        taker.join().unwrap();
        assert_eq!(*seats.lock().unwrap(), [0, 2]);
    });
}

#[test]
fn a_broken_promise_between_two_locks_is_found() {
    panics(|| {
        let (from, to) = (Mutex::new(1), Mutex::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                *from.lock().unwrap() -= 1;
                *to.lock().unwrap() += 1;
            });
            let total = *from.lock().unwrap() + *to.lock().unwrap();
            assert_eq!(total, 1);
        });
    });
}

#[test]
fn polling_a_queue_under_its_lock_ends() {
    holds(|| {
        let queue = Mutex::new(std::collections::VecDeque::new());
        thread::scope(|scope| {
            scope.spawn(|| queue.lock().unwrap().push_back(7));
            while queue.lock().unwrap().is_empty() {
                thread::yield_now();
            }
            assert_eq!(queue.lock().unwrap().pop_front(), Some(7));
        });
    });
}
