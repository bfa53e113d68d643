//! Code whose verdict depends on what the engine sees and on what the judge believes.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool as StdBool, Ordering as StdOrdering};

use lab::channel;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use lab::sync::{Arc, Barrier, Condvar, Mutex, OnceLock, RwLock};
use lab::thread;
use lab_check::{Kind, Model, impls, probe, promise, race};

use crate::verdicts::{Expected, holds, inconclusive, rejected};

pub(crate) fn models() -> Vec<Model> {
    vec![
        Model::new("t1_done_before_the_work", || finish(Some(probe))),
        Model::new("t1_without_a_probe", || finish(None)),
        Model::new("t3_limit_of_executions", t3_three_counters).max_executions(5),
        Model::new("t3_full_search", t3_three_counters),
        Model::new(
            "t4_deadlock_with_a_read_guard",
            t4_deadlock_with_a_read_guard,
        ),
        Model::new("t5_poisoned_lock", t5_poisoned_lock),
        Model::new("t6_if_instead_of_while", || t6_gate(false)),
        Model::new("t6_while", || t6_gate(true)),
        Model::new(
            "t7_barrier_scope_once_channel",
            t7_barrier_scope_once_channel,
        ),
        Model::new("t8_dekker_seq_cst", || {
            t8_dekker(Ordering::SeqCst, Ordering::SeqCst)
        }),
        Model::new("t8_dekker_acquire_release", || {
            t8_dekker(Ordering::Release, Ordering::Acquire)
        }),
        Model::new("t9_swap_spin_lock", t9_swap_spin_lock),
        Model::new("t11_up_to_two_surprises", t3_three_counters).up_to(2),
        Model::new("t12_six_threads", t12_six_threads).up_to(0),
        Model::new("t13_strong_count", t13_strong_count),
        Model::new("t14_traits", t14_traits).without_threads(),
    ]
}

pub(crate) fn expected() -> Vec<Expected> {
    vec![
        rejected(
            "t1_done_before_the_work",
            "violated",
            Kind::OrderViolation,
            "not done",
        ),
        holds("t1_without_a_probe"),
        inconclusive("t3_limit_of_executions"),
        holds("t3_full_search"),
        rejected(
            "t4_deadlock_with_a_read_guard",
            "deadlock",
            Kind::LockOrder,
            "",
        ),
        holds("t5_poisoned_lock"),
        rejected(
            "t6_if_instead_of_while",
            "violated",
            Kind::OrderViolation,
            "closed gate",
        ),
        holds("t6_while"),
        holds("t7_barrier_scope_once_channel"),
        holds("t8_dekker_seq_cst"),
        rejected(
            "t8_dekker_acquire_release",
            "violated",
            Kind::StaleRead,
            "alone",
        ),
        holds("t9_swap_spin_lock"),
        holds("t11_up_to_two_surprises"),
        holds("t12_six_threads"),
        rejected(
            "t13_strong_count",
            "violated",
            Kind::OrderViolation,
            "faster",
        ),
        rejected("t14_traits", "violated", Kind::WrongTrait, "not Sync"),
    ]
}

/// T1: the worker reports before it works. The work is invisible to the checker, so only a probe
/// in it gives others the time to look.
fn finish(between: Option<fn()>) {
    let worked = Arc::new(StdBool::new(false));
    let queue = Arc::new(Mutex::new(1));
    let (work, left) = (Arc::clone(&worked), Arc::clone(&queue));
    let worker = thread::spawn(move || {
        *left.lock().unwrap() -= 1;
        if let Some(probe) = between {
            probe();
        }
        work.store(true, StdOrdering::Relaxed);
    });
    let empty = *queue.lock().unwrap() == 0;
    let worked = worked.load(StdOrdering::Relaxed);
    promise!(
        OrderViolation,
        !empty || worked,
        "the queue is empty, and the work is not done"
    );
    worker.join().unwrap();
}

fn t3_three_counters() {
    let hits = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&hits);
    race(3, move |_| {
        for _ in 0..2 {
            *counter.lock().unwrap() += 1;
        }
    });
    let seen = *hits.lock().unwrap();
    promise!(
        LostUpdate,
        seen == 6,
        "six hits were made, the counter says {seen}"
    );
}

fn t4_deadlock_with_a_read_guard() {
    let (rates, log) = (Arc::new(RwLock::new(1)), Arc::new(Mutex::new(())));
    race(2, move |i| {
        if i == 0 {
            let _rates = rates.read().unwrap();
            let _log = log.lock().unwrap();
        } else {
            let _log = log.lock().unwrap();
            let _rates = rates.write().unwrap();
        }
    });
}

fn t5_poisoned_lock() {
    let balance = Arc::new(Mutex::new(10));
    let till = Arc::clone(&balance);
    let cashier = thread::spawn(move || {
        let _balance = till.lock().unwrap();
        panic!("out of paper");
    });
    let failed = cashier.join().is_err();
    promise!(WrongResult, failed, "the cashier's panic was not delivered");
    promise!(
        WrongResult,
        balance.lock().is_err(),
        "the lock is not poisoned"
    );
}

fn t6_gate(looks_again: bool) {
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    let keeper = Arc::clone(&gate);
    let opens = thread::spawn(move || {
        *keeper.0.lock().unwrap() = true;
        keeper.1.notify_one();
    });
    let mut open = gate.0.lock().unwrap();
    if looks_again {
        while !*open {
            open = gate.1.wait(open).unwrap();
        }
    } else if !*open {
        open = gate.1.wait(open).unwrap();
    }
    promise!(OrderViolation, *open, "walked through a closed gate");
    drop(open);
    opens.join().unwrap();
}

fn t7_barrier_scope_once_channel() {
    let barrier = Arc::new(Barrier::new(2));
    let once = Arc::new(OnceLock::new());
    let weak = Arc::downgrade(&once);
    let leaders = race(2, move |i| {
        let value = *once.get_or_init(|| i);
        (barrier.wait().is_leader(), value)
    });
    promise!(
        WrongResult,
        leaders[0].0 != leaders[1].0,
        "a barrier has one leader"
    );
    promise!(
        WrongResult,
        leaders[0].1 == leaders[1].1,
        "both see one value"
    );
    promise!(
        WrongResult,
        weak.upgrade().is_none(),
        "nobody holds it any more"
    );
    let (send, receive) = channel::bounded(1);
    let sum = thread::scope(|scope| {
        scope.spawn(move || send.send(7).unwrap());
        receive.recv().unwrap()
    });
    promise!(WrongResult, sum == 7, "the message is 7");
}

fn t8_dekker(store: Ordering, load: Ordering) {
    let flags = Arc::new([AtomicBool::new(false), AtomicBool::new(false)]);
    let both = race(2, move |i| {
        flags[i].store(true, store);
        flags[1 - i].load(load)
    });
    promise!(
        StaleRead,
        both[0] || both[1],
        "each thread thinks that it is alone"
    );
}

fn t9_swap_spin_lock() {
    let (taken, hits) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    );
    let counter = Arc::clone(&hits);
    race(2, move |_| {
        while taken.swap(true, Ordering::Acquire) {
            lab::hint::spin_loop();
        }
        let seen = counter.load(Ordering::Relaxed);
        counter.store(seen + 1, Ordering::Relaxed);
        taken.store(false, Ordering::Release);
    });
    promise!(
        LostUpdate,
        hits.load(Ordering::Relaxed) == 2,
        "two hits were made"
    );
}

fn t12_six_threads() {
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(6, move |_| counter.fetch_add(1, Ordering::Relaxed));
    promise!(
        LostUpdate,
        hits.load(Ordering::Relaxed) == 6,
        "six hits were made"
    );
}

/// T13: a decision on a reference count is a step like any other.
fn t13_strong_count() {
    let shared = Arc::new(());
    let other = Arc::clone(&shared);
    let friend = thread::spawn(move || drop(other));
    let alone = Arc::strong_count(&shared) == 1;
    promise!(OrderViolation, !alone, "the other thread was faster");
    friend.join().unwrap();
}

fn t14_traits() {
    promise!(WrongTrait, impls!(Cell<u8>: Sync), "a `Cell` is not Sync");
}
