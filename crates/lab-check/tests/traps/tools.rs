//! The toolbox: what models are made of, and the rules that the judge adds.

use lab::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, RwLock};
use lab::thread;
use lab_check::{
    Action, History, Kind, Model, Rendezvous, Trace, Witness, assert_unlocked, counters, probe,
    promise, race, vary,
};

use crate::verdicts::{Expected, holds, rejected};

static OVERLAP: Witness = Witness::new();

pub(crate) fn models() -> Vec<Model> {
    vec![
        Model::new("no_thread", || ()),
        Model::new("one_thread_is_enough", || ()).without_threads(),
        Model::new("rendezvous_behind_one_lock", rendezvous_behind_one_lock),
        Model::new("rendezvous_side_by_side", rendezvous_side_by_side),
        Model::new("witness_seen", || readers(false)).expects(
            &OVERLAP,
            Kind::LostParallelism,
            "no two readers ever met",
        ),
        Model::new("witness_not_seen", || readers(true)).expects(
            &OVERLAP,
            Kind::LostParallelism,
            "no two readers ever met",
        ),
        Model::new("callback_with_a_lock_held", || callback(true)),
        Model::new("callback_without_a_lock", || callback(false)),
        Model::new("history_of_two_sections", || history(false)),
        Model::new("history_of_one_section", || history(true)),
        Model::new("varied", varied),
        Model::new("hard_coded", hard_coded),
        Model::new("counted", counted),
        Model::new("kind_left_open", kind_left_open),
        Model::new("played_by_the_model", played_by_the_model).without_threads(),
        Model::new("random_order", random_order),
        Model::new(
            "output_of_the_shown_execution",
            output_of_the_shown_execution,
        ),
    ]
}

pub(crate) fn expected() -> Vec<Expected> {
    vec![
        rejected(
            "no_thread",
            "violated",
            Kind::BrokenRule,
            "no thread of `lab` was started",
        ),
        holds("one_thread_is_enough"),
        rejected(
            "rendezvous_behind_one_lock",
            "deadlock",
            Kind::LostParallelism,
            "",
        ),
        holds("rendezvous_side_by_side"),
        holds("witness_seen"),
        rejected(
            "played_by_the_model",
            "violated",
            Kind::LostUpdate,
            "two were added",
        ),
        rejected(
            "witness_not_seen",
            "violated",
            Kind::LostParallelism,
            "no two readers ever met",
        ),
        rejected(
            "callback_with_a_lock_held",
            "violated",
            Kind::BrokenRule,
            "tools.rs:",
        ),
        holds("callback_without_a_lock"),
        rejected(
            "history_of_two_sections",
            "violated",
            Kind::CheckThenAct,
            "7 returned true",
        ),
        holds("history_of_one_section"),
        holds("varied"),
        rejected("hard_coded", "violated", Kind::WrongResult, "two hits of 5"),
        holds("counted"),
        rejected(
            "kind_left_open",
            "violated",
            Kind::StaleRead,
            "the letter says 0",
        ),
        rejected("random_order", "violated", Kind::NotDeterministic, ""),
    ]
}

fn rendezvous_behind_one_lock() {
    let (lock, meeting) = (Arc::new(Mutex::new(())), Arc::new(Rendezvous::new(2)));
    race(2, move |_| {
        let _guard = lock.lock().unwrap();
        meeting.meet();
    });
}

fn rendezvous_side_by_side() {
    let meeting = Arc::new(Rendezvous::new(2));
    let locks = Arc::new([Mutex::new(()), Mutex::new(())]);
    race(2, move |i| {
        let _guard = locks[i].lock().unwrap();
        meeting.meet();
    });
}

/// Two readers; the witness looks whether both are inside at once.
fn readers(exclusive: bool) {
    let rates = Arc::new(RwLock::new(AtomicUsize::new(0)));
    race(2, move |_| {
        let look = |inside: &AtomicUsize| {
            OVERLAP.saw(inside.fetch_add(1, Ordering::Relaxed) > 0);
            probe();
            inside.fetch_sub(1, Ordering::Relaxed);
        };
        if exclusive {
            look(&rates.write().unwrap())
        } else {
            look(&rates.read().unwrap())
        }
    });
}

fn callback(locked: bool) {
    let log = Arc::new(Mutex::new(0));
    race(2, move |_| {
        let guard = log.lock().unwrap();
        if !locked {
            drop(guard);
        }
        assert_unlocked();
    });
}

/// Two withdrawals of 6 from 10, told as a history.
fn history(one_section: bool) {
    let balance = Arc::new(Mutex::new(10));
    let history = Arc::new(History::new());
    let (till, calls) = (Arc::clone(&balance), Arc::clone(&history));
    race(2, move |i| {
        let amount = [6, 7][i];
        calls.call(amount, || {
            let mut balance = till.lock().unwrap();
            let enough = *balance >= amount;
            if !one_section {
                drop(balance);
                balance = till.lock().unwrap();
            }
            if enough {
                *balance -= amount;
            }
            enough
        });
    });
    history.assert_linearizable(Kind::CheckThenAct, 10, |balance, amount| {
        let enough = *balance >= *amount;
        if enough {
            *balance -= *amount;
        }
        enough
    });
}

/// Holds for every value of the list, in three searches.
fn varied() {
    let weight = vary(&[1, 5, 9]);
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |_| counter.fetch_add(weight, Ordering::Relaxed));
    let seen = hits.load(Ordering::Relaxed);
    promise!(
        LostUpdate,
        seen == 2 * weight,
        "two hits of {weight}, the counter says {seen}"
    );
}

/// Right for the first value only.
fn hard_coded() {
    let weight = vary(&[1, 5]);
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |_| counter.fetch_add(1, Ordering::Relaxed));
    let seen = hits.load(Ordering::Relaxed);
    promise!(
        WrongResult,
        seen == 2 * weight,
        "two hits of {weight}, the counter says {seen}"
    );
}

fn counted() {
    let hits = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |_| *counter.lock().unwrap() += 1);
    let counted = counters();
    promise!(
        BrokenRule,
        (counted.locks, counted.spawned, counted.notifies) == (2, 2, 0),
        "two locks and two threads, counted: {counted:?}"
    );
}

/// A promise without a name, broken by a stale read.
fn kind_left_open() {
    let (data, ready) = (
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let (letter, bell) = (Arc::clone(&data), Arc::clone(&ready));
    let writer = thread::spawn(move || {
        letter.store(42, Ordering::Relaxed);
        bell.store(true, Ordering::Relaxed);
    });
    if ready.load(Ordering::Relaxed) {
        let seen = data.load(Ordering::Relaxed);
        promise!(seen == 42, "the bell rang, the letter says {seen}");
    }
    writer.join().unwrap();
}

/// The same schedule, another number of steps each time.
fn random_order() {
    use std::hash::{BuildHasher as _, RandomState};
    let rounds = RandomState::new().hash_one(1) % 1_000;
    let hits = Arc::new(Mutex::new(0));
    race(2, move |_| {
        for _ in 0..rounds {
            *hits.lock().unwrap() += 1;
        }
    });
}

fn output_of_the_shown_execution() {
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |i| {
        let seen = counter.load(Ordering::Relaxed);
        println!("thread {i} saw {seen}");
        counter.store(seen + 1, Ordering::Relaxed);
    });
    let seen = hits.load(Ordering::Relaxed);
    promise!(
        LostUpdate,
        seen == 2,
        "two hits were made, the counter says {seen}"
    );
}

/// A lost update on a machine that the engine does not know, with a thread that waits and one that
/// is interrupted.
fn played_by_the_model() {
    let mut trace = Trace::new("two lists of steps", ["A", "B"]);
    let count = trace.variable("count");
    let lock = trace.lock("lock");
    let read = |value: &str| Action::Load {
        value: Some(value.to_owned()),
        newest: None,
    };
    let write = |value: &str| Action::Store {
        value: Some(value.to_owned()),
        overtaken: false,
    };
    let take = Action::Lock {
        value: None,
        poisoned: false,
    };
    trace.step(0, (1, "lock"), take.clone(), Some(lock));
    trace.step(1, (1, "read"), read("0"), Some(count));
    trace.step(1, (2, "lock"), Action::TryFailed, Some(lock));
    trace.has_to_wait();
    trace.step(0, (2, "write"), write("1"), Some(count));
    trace.step(0, (3, "unlock"), Action::Unlock { value: None }, Some(lock));
    trace.step(1, (2, "lock"), take, Some(lock));
    trace.step(1, (3, "write"), write("1"), Some(count));
    trace.calmest();
    trace.show();
    let count = 1;
    promise!(
        LostUpdate,
        count == 2,
        "two were added, the count says {count}"
    );
}
