//! What comes out when loom, the second judge, runs the models.
//!
//! loom says what it found by panicking, sometimes twice, which ends its process (T4), and looks at
//! its limits only now and then (T3). The verdicts must be right all the same.

use interleaving::Kind;
use lab::cell::UnsafeCell;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use lab::sync::{Arc, Mutex, RwLock};
use lab::thread;
use lab_check::{Model, Rendezvous, promise, race, vary};

use crate::verdicts::{Expected, holds, inconclusive, rejected};

pub(crate) fn models() -> Vec<Model> {
    vec![
        Model::new("lost_update", || hits(false)),
        Model::new("one_step", || hits(true)),
        Model::new("t3_limit_of_executions", || hits(true)).max_executions(3),
        Model::new(
            "t4_deadlock_with_a_read_guard",
            t4_deadlock_with_a_read_guard,
        ),
        Model::new("data_race", data_race),
        Model::new("rendezvous_behind_one_lock", rendezvous_behind_one_lock),
        Model::new("bounded", || hits(true)).up_to(1),
    ]
}

pub(crate) fn expected() -> Vec<Expected> {
    vec![
        rejected(
            "lost_update",
            "violated",
            Kind::LostUpdate,
            "the counter says",
        ),
        holds("one_step"),
        inconclusive("t3_limit_of_executions"),
        rejected(
            "t4_deadlock_with_a_read_guard",
            "deadlock",
            Kind::WaitCycle,
            "",
        ),
        rejected("data_race", "data-race", Kind::DataRace, ""),
        rejected(
            "rendezvous_behind_one_lock",
            "deadlock",
            Kind::WaitCycle,
            "",
        ),
        holds("bounded"),
        rejected("exit_zero", "crashed", None, "exit status 0"),
        rejected("abort", "crashed", None, "aborted"),
        // loom's coroutines turn an overflow of their small stacks into a panic.
        rejected("stack_overflow", "violated", Kind::Panic, ""),
        rejected("runaway_memory", "crashed", None, "more than 400 MB"),
        rejected("endless_loop", "stuck", Kind::EndlessLoop, "without a step"),
    ]
}

fn hits(one_step: bool) {
    let weight = vary(&[1, 5]);
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |_| {
        if one_step {
            counter.fetch_add(weight, Ordering::Relaxed);
        } else {
            let seen = counter.load(Ordering::Relaxed);
            counter.store(seen + weight, Ordering::Relaxed);
        }
    });
    let seen = hits.load(Ordering::Relaxed);
    promise!(
        LostUpdate,
        seen == 2 * weight,
        "two hits of {weight}, the counter says {seen}"
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

fn data_race() {
    let slot = Arc::new((UnsafeCell::new(0), AtomicBool::new(false)));
    let shared = Shared(Arc::clone(&slot));
    let writer = thread::spawn(move || {
        let shared = shared;
        shared.0.0.with_mut(|_| ());
        shared.0.1.store(true, Ordering::Relaxed);
    });
    if slot.1.load(Ordering::Relaxed) {
        slot.0.with(|_| ());
    }
    writer.join().unwrap();
}

/// Takes the slot to the other thread.
struct Shared(Arc<(UnsafeCell<i32>, AtomicBool)>);

#[expect(unsafe_code, reason = "the program is there to be caught")]
// SAFETY: nothing is read or written through the pointers of the cell.
unsafe impl Send for Shared {}

fn rendezvous_behind_one_lock() {
    let (lock, meeting) = (Arc::new(Mutex::new(())), Arc::new(Rendezvous::new(2)));
    race(2, move |_| {
        let _guard = lock.lock().unwrap();
        meeting.meet();
    });
}
