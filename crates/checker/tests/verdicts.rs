//! Small programs, right and wrong: the verdict, the name of the bug, and what was covered.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use checker::Check;
use interleaving::{Coverage, Kind, Report, Verdict};
use lab::cell::UnsafeCell;
use lab::sync::atomic::{AtomicBool, AtomicU32, Ordering, fence};
use lab::sync::{Arc, Barrier, Condvar, Mutex, OnceLock, RwLock, mpsc};
use lab::{Racy, thread};

fn report(model: impl Fn() + Send + Sync + 'static) -> Report {
    Check::default().report(model)
}

#[track_caller]
fn holds(model: impl Fn() + Send + Sync + 'static) {
    let report = report(model);
    assert_eq!(
        report.verdict,
        Verdict::Holds {
            coverage: Coverage::Every
        },
        "{report:?}"
    );
}

#[track_caller]
fn fails(kind: Kind, word: &str, model: impl Fn() + Send + Sync + 'static) {
    let report = report(model);
    assert_eq!(
        (report.verdict.word(), report.verdict.kind()),
        (word, Some(kind)),
        "{report:?}"
    );
    let shown = report.counterexample.expect("a failure is shown");
    assert!(shown.calmest, "every smaller cost was tried");
    assert!(!shown.events.is_empty());
}

#[test]
fn two_steps_on_a_racy_counter_lose_an_update() {
    fails(Kind::Panic, "violated", || {
        let hits = Arc::new(Racy::new(0));
        let other = Arc::clone(&hits);
        let visitor = thread::spawn(move || other.store(other.load() + 1));
        hits.store(hits.load() + 1);
        visitor.join().unwrap();
        assert_eq!(hits.load(), 2);
    });
}

#[test]
fn one_step_on_an_atomic_counter_loses_nothing() {
    holds(|| {
        let hits = Arc::new(AtomicU32::new(0));
        let other = Arc::clone(&hits);
        let visitor = thread::spawn(move || other.fetch_add(1, Ordering::Relaxed));
        hits.fetch_add(1, Ordering::Relaxed);
        visitor.join().unwrap();
        assert_eq!(hits.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn locks_in_opposite_order_deadlock() {
    fails(Kind::LockOrder, "deadlock", || {
        let accounts = Arc::new((Mutex::new(10), Mutex::new(10)));
        let other = Arc::clone(&accounts);
        let teller = thread::spawn(move || {
            let _right = other.1.lock().unwrap();
            let _left = other.0.lock().unwrap();
        });
        {
            let _left = accounts.0.lock().unwrap();
            let _right = accounts.1.lock().unwrap();
        }
        teller.join().unwrap();
    });
}

#[test]
fn a_lock_taken_twice_by_one_thread_deadlocks_alone() {
    fails(Kind::SelfDeadlock, "deadlock", || {
        let till = Mutex::new(0);
        let _first = till.lock().unwrap();
        let _second = till.lock().unwrap();
    });
}

#[test]
fn a_notification_before_the_wait_is_lost() {
    fails(Kind::LostWakeup, "deadlock", || {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&gate);
        let porter = thread::spawn(move || {
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        let open = gate.0.lock().unwrap();
        drop(gate.1.wait(open).unwrap());
        porter.join().unwrap();
    });
}

#[test]
fn a_thread_that_nobody_notified_is_not_said_to_have_missed_anything() {
    let asleep = |notify: fn(&Condvar)| {
        let report = report(move || {
            let bell = Condvar::new();
            notify(&bell);
            let quiet = Mutex::new(());
            drop(bell.wait(quiet.lock().unwrap()).unwrap());
        });
        assert_eq!(report.verdict.kind(), Some(Kind::LostWakeup));
        report.counterexample.expect("a failure is shown").headline
    };
    assert_eq!(
        asleep(|_| {}),
        "DEADLOCK: a thread is asleep, nobody has notified it, and nobody is left to do so."
    );
    assert_eq!(
        asleep(Condvar::notify_one),
        "DEADLOCK: a thread is asleep, and the notification it needs has gone by or went to \
         another thread."
    );
}

#[test]
fn a_panic_that_its_thread_caught_is_not_blamed_for_what_another_one_makes_of_it() {
    let report = report(|| {
        let printer = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&printer);
        let clerk = thread::spawn(move || {
            let print = || {
                let _held = theirs.lock();
                panic!("paper jam");
            };
            drop(catch_unwind(AssertUnwindSafe(print)));
        });
        clerk.join().unwrap();
        drop(printer.lock().unwrap());
    });
    let Verdict::Violated { message, .. } = report.verdict else {
        panic!("{report:?}");
    };
    assert!(message.contains("PoisonError"), "{message}");
}

#[test]
fn waiting_in_a_loop_is_right() {
    holds(|| {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&gate);
        let porter = thread::spawn(move || {
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        let mut open = gate.0.lock().unwrap();
        while !*open {
            open = gate.1.wait(open).unwrap();
        }
        drop(open);
        porter.join().unwrap();
    });
}

#[test]
fn an_if_around_a_wait_falls_to_a_spurious_wake_up() {
    fails(Kind::Panic, "violated", || {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&gate);
        let porter = thread::spawn(move || {
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        let mut open = gate.0.lock().unwrap();
        if !*open {
            open = gate.1.wait(open).unwrap();
        }
        assert!(*open, "walked through a closed gate");
        drop(open);
        porter.join().unwrap();
    });
}

/// A letter in a box, and a flag that says it is there.
struct Letterbox {
    full: AtomicBool,
    letter: UnsafeCell<u32>,
}

#[expect(unsafe_code, reason = "the data race is what the test is about")]
// SAFETY: whether accesses are ordered is what the checker decides.
unsafe impl Sync for Letterbox {}

fn post(publish: Ordering, look: Ordering) -> impl Fn() + Send + Sync + 'static {
    move || {
        let letterbox = Arc::new(Letterbox {
            full: AtomicBool::new(false),
            letter: UnsafeCell::new(0),
        });
        let other = Arc::clone(&letterbox);
        let sender = thread::spawn(move || {
            #[expect(unsafe_code, reason = "a write through the cell's pointer")]
            // SAFETY: the pointer is valid; the checker reports unordered accesses before this.
            other.letter.with_mut(|letter| unsafe { *letter = 42 });
            other.full.store(true, publish);
        });
        if letterbox.full.load(look) {
            #[expect(unsafe_code, reason = "a read through the cell's pointer")]
            // SAFETY: as above.
            let letter = letterbox.letter.with(|letter| unsafe { *letter });
            assert_eq!(letter, 42);
        }
        sender.join().unwrap();
    }
}

#[test]
fn release_and_acquire_publish_plain_data() {
    holds(post(Ordering::Release, Ordering::Acquire));
    holds(post(Ordering::SeqCst, Ordering::SeqCst));
}

#[test]
fn a_relaxed_end_makes_a_data_race() {
    fails(
        Kind::DataRace,
        "data-race",
        post(Ordering::Relaxed, Ordering::Acquire),
    );
    fails(
        Kind::DataRace,
        "data-race",
        post(Ordering::Release, Ordering::Relaxed),
    );
    fails(
        Kind::DataRace,
        "data-race",
        post(Ordering::Relaxed, Ordering::Relaxed),
    );
}

#[test]
fn using_plain_data_after_its_drop_is_told() {
    fails(Kind::UseAfterFree, "data-race", || {
        let letterbox = Arc::new(Letterbox {
            full: AtomicBool::new(false),
            letter: UnsafeCell::new(0),
        });
        let other = Arc::clone(&letterbox);
        thread::spawn(move || {
            #[expect(unsafe_code, reason = "a read through the cell's pointer")]
            // SAFETY: the pointer is valid while the test holds the box alive.
            other.letter.with(|letter| unsafe { *letter });
            // Forgetting the count means that the drop below is ordered after nothing.
            std::mem::forget(other);
        });
        let address = Arc::as_ptr(&letterbox);
        std::mem::forget(letterbox);
        #[expect(unsafe_code, reason = "drops in place what nobody else will drop")]
        // SAFETY: both counts were forgotten, so nothing else drops the box.
        unsafe {
            std::ptr::drop_in_place(address.cast_mut());
        }
    });
}

#[test]
fn peterson_needs_sequential_consistency() {
    fn lock(mine: &AtomicBool, theirs: &AtomicBool, order: Ordering) -> bool {
        let (load, store) = match order {
            Ordering::SeqCst => (order, order),
            _ => (Ordering::Acquire, Ordering::Release),
        };
        mine.store(true, store);
        !theirs.load(load)
    }
    let model = |order| {
        move || {
            let wants = Arc::new((AtomicBool::new(false), AtomicBool::new(false)));
            let other = Arc::clone(&wants);
            let thief = thread::spawn(move || lock(&other.1, &other.0, order));
            let mine = lock(&wants.0, &wants.1, order);
            assert!(!(mine && thief.join().unwrap()), "both are inside");
        }
    };
    holds(model(Ordering::SeqCst));
    fails(Kind::Panic, "violated", model(Ordering::AcqRel));
}

#[test]
fn a_seq_cst_fence_orders_what_stands_around_it() {
    holds(|| {
        let flags = Arc::new((AtomicU32::new(0), AtomicU32::new(0)));
        let other = Arc::clone(&flags);
        let second = thread::spawn(move || {
            other.1.store(1, Ordering::Relaxed);
            fence(Ordering::SeqCst);
            other.0.load(Ordering::Relaxed)
        });
        flags.0.store(1, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let seen = flags.1.load(Ordering::Relaxed);
        assert!(seen == 1 || second.join().unwrap() == 1);
    });
}

#[test]
fn spin_locks_of_every_style_hold() {
    holds(|| {
        let lock = Arc::new((AtomicBool::new(false), AtomicU32::new(0)));
        let other = Arc::clone(&lock);
        let add = |lock: &(AtomicBool, AtomicU32)| {
            while lock.0.swap(true, Ordering::Acquire) {}
            lock.1
                .store(lock.1.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            lock.0.store(false, Ordering::Release);
        };
        let second = thread::spawn(move || add(&other));
        add(&lock);
        second.join().unwrap();
        assert_eq!(lock.1.load(Ordering::Relaxed), 2);
    });
    holds(|| {
        let lock = Arc::new((AtomicBool::new(false), AtomicU32::new(0)));
        let other = Arc::clone(&lock);
        let add = |lock: &(AtomicBool, AtomicU32)| {
            while lock
                .0
                .compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed)
                .is_err()
            {
                lab::hint::spin_loop();
            }
            lock.1
                .store(lock.1.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            lock.0.store(false, Ordering::Release);
        };
        let second = thread::spawn(move || add(&other));
        add(&lock);
        second.join().unwrap();
        assert_eq!(lock.1.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn a_weak_exchange_does_not_fail_for_ever_between_other_steps() {
    holds(|| {
        let count = AtomicU32::new(0);
        let tries = AtomicU32::new(0);
        let mut seen = count.load(Ordering::Relaxed);
        while let Err(found) =
            count.compare_exchange_weak(seen, seen + 1, Ordering::Relaxed, Ordering::Relaxed)
        {
            tries.fetch_add(1, Ordering::Relaxed);
            seen = found;
        }
        assert!(tries.load(Ordering::Relaxed) <= 1);
    });
}

#[test]
fn two_that_spin_wait_for_a_third() {
    fn spinners(spin: impl Fn(&AtomicBool) + Send + Sync + Copy + 'static) {
        holds(move || {
            let held = Arc::new(AtomicBool::new(true));
            let threads: Vec<_> = (0..2)
                .map(|_| {
                    let held = Arc::clone(&held);
                    thread::spawn(move || {
                        spin(&held);
                        held.store(false, Ordering::SeqCst);
                    })
                })
                .collect();
            held.store(false, Ordering::SeqCst);
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
        });
    }
    spinners(|held| while held.swap(true, Ordering::SeqCst) {});
    spinners(|held| while held.fetch_or(true, Ordering::SeqCst) {});
    spinners(|held| {
        while held
            .compare_exchange(false, true, Ordering::SeqCst, Ordering::SeqCst)
            .is_err()
        {}
    });
}

#[test]
fn waiting_for_a_flag_in_a_loop_ends() {
    holds(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let other = Arc::clone(&ready);
        let worker = thread::spawn(move || other.store(true, Ordering::Release));
        while !ready.load(Ordering::Acquire) {}
        worker.join().unwrap();
    });
}

#[test]
fn waiting_for_a_flag_that_nobody_sets_is_a_livelock() {
    fails(Kind::Livelock, "stuck", || {
        let ready = Arc::new(AtomicBool::new(false));
        let other = Arc::clone(&ready);
        let worker = thread::spawn(move || while !other.load(Ordering::Acquire) {});
        worker.join().unwrap();
    });
}

#[test]
fn a_loop_that_never_stops_changing_things_is_endless() {
    fails(Kind::EndlessLoop, "stuck", || {
        let ticks = AtomicU32::new(0);
        loop {
            ticks.fetch_add(1, Ordering::Relaxed);
        }
    });
}

#[test]
fn a_read_lock_is_no_write_lock() {
    fails(Kind::SelfDeadlock, "deadlock", || {
        let rates = RwLock::new(1);
        let _reading = rates.read().unwrap();
        let _writing = rates.write().unwrap();
    });
    holds(|| {
        let rates = Arc::new(RwLock::new((1, 1)));
        let other = Arc::clone(&rates);
        let writer = thread::spawn(move || *other.write().unwrap() = (2, 2));
        let seen = *rates.read().unwrap();
        assert_eq!(seen.0, seen.1);
        writer.join().unwrap();
    });
}

#[test]
fn reading_again_behind_a_waiting_writer_deadlocks() {
    let report = report(|| {
        let rates = Arc::new(RwLock::new(1));
        let other = Arc::clone(&rates);
        let writer = thread::spawn(move || *other.write().unwrap() += 1);
        let first = rates.read().unwrap();
        let second = rates.read().unwrap();
        assert_eq!(*first, *second);
        drop((first, second));
        writer.join().unwrap();
    });
    assert_eq!(report.verdict.word(), "deadlock", "{report:?}");
}

#[test]
fn a_receiver_waits_for_ever_while_a_sender_lives() {
    fails(Kind::WaitCycle, "deadlock", || {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::spawn({
            let sender = sender.clone();
            move || sender.send(1).unwrap()
        });
        let sum: u32 = receiver.iter().sum();
        worker.join().unwrap();
        drop(sender);
        assert_eq!(sum, 1);
    });
    holds(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::spawn(move || sender.send(1).unwrap());
        assert_eq!(receiver.iter().sum::<u32>(), 1);
        worker.join().unwrap();
    });
}

#[test]
fn a_panic_that_nobody_joins_is_told() {
    fails(Kind::Panic, "violated", || {
        drop(thread::spawn(|| panic!("the printer is on fire")));
    });
    holds(|| {
        let printer = thread::spawn(|| panic!("the printer is on fire"));
        assert!(printer.join().is_err());
    });
}

#[test]
fn a_panic_poisons_the_lock_it_holds() {
    holds(|| {
        let till = Arc::new(Mutex::new(0));
        let other = Arc::clone(&till);
        let clerk = thread::spawn(move || {
            let _guard = other.lock().unwrap();
            panic!("dropped the coins");
        });
        assert!(clerk.join().is_err());
        assert!(till.lock().is_err());
    });
}

#[test]
fn an_initialiser_runs_once_and_a_barrier_has_one_leader() {
    holds(|| {
        let table = Arc::new(OnceLock::new());
        let runs = Arc::new(AtomicU32::new(0));
        let (other, count) = (Arc::clone(&table), Arc::clone(&runs));
        let init = move |table: &OnceLock<u32>, runs: &AtomicU32| {
            *table.get_or_init(|| runs.fetch_add(1, Ordering::Relaxed) + 7)
        };
        let second = thread::spawn(move || init(&other, &count));
        assert_eq!(init(&table, &runs), 7);
        assert_eq!(second.join().unwrap(), 7);
        assert_eq!(runs.load(Ordering::Relaxed), 1);
    });
    holds(|| {
        let start = Arc::new(Barrier::new(2));
        let other = Arc::clone(&start);
        let second = thread::spawn(move || other.wait().is_leader());
        let first = start.wait().is_leader();
        assert_ne!(first, second.join().unwrap());
    });
}
