//! The search by traces: how much it leaves out, and that it finds what the search by states finds.

#![expect(
    clippy::unwrap_used,
    reason = "models are written as learners write them"
)]

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use checker::{Check, Reduction};
use interleaving::{Coverage, Verdict};
use lab::sync::atomic::AtomicU64;
use lab::sync::mpsc::{Sender, TryRecvError, channel};
use lab::sync::{Arc, Condvar, Mutex};
use lab::thread;

fn by(reduction: Reduction) -> Check {
    Check {
        reduction,
        ..Check::default()
    }
}

/// The executions of both searches: by states, by traces. Both must prove that the model holds.
fn executions(model: impl Fn() + Send + Sync + Clone + 'static) -> [u64; 2] {
    [Reduction::States, Reduction::Traces].map(|reduction| {
        let report = by(reduction).report(model.clone());
        assert_eq!(
            report.verdict,
            Verdict::Holds {
                coverage: Coverage::Every
            },
        );
        report.executions
    })
}

/// Each of `threads` threads adds one, `times` times, under a lock of its own or of all.
fn add(threads: usize, times: usize, own_lock: bool) -> impl Fn() + Send + Sync + Clone {
    move || {
        let shared = Arc::new(Mutex::new(0));
        let handles: Vec<_> = (0..threads)
            .map(|_| {
                let count = if own_lock {
                    Arc::new(Mutex::new(0))
                } else {
                    Arc::clone(&shared)
                };
                thread::spawn(move || (0..times).for_each(|_| *count.lock().unwrap() += 1))
            })
            .collect();
        for handle in handles {
            handle.join().unwrap();
        }
        if !own_lock {
            assert_eq!(*shared.lock().unwrap(), threads * times);
        }
    }
}

// The first execution is always run twice, to see whether the program is deterministic: one more
// than there are traces.

#[test]
fn threads_that_share_nothing_have_one_trace() {
    assert_eq!(executions(add(4, 3, true))[1], 1 + 1);
}

#[test]
fn one_lock_has_a_trace_for_each_order_in_which_it_is_taken() {
    // 4!/(2! 2!) = 6, 3! = 6, 6!/(2! 2! 2!) = 90, 4! = 24.
    assert_eq!(executions(add(2, 2, false))[1], 6 + 1);
    assert_eq!(executions(add(3, 1, false))[1], 6 + 1);
    assert_eq!(executions(add(3, 2, false))[1], 90 + 1);
    assert_eq!(executions(add(4, 1, false))[1], 24 + 1);
}

/// A thread that answers `calls` questions, each on a channel of its own that is dropped at once.
fn questions(calls: u64) -> impl Fn() + Send + Sync + Clone {
    move || {
        let (ask, inbox) = channel::<Sender<u64>>();
        let owner = thread::spawn(move || {
            for (number, reply) in (1..).zip(inbox) {
                reply.send(number).unwrap();
            }
        });
        for number in 1..=calls {
            let (reply, answer) = channel();
            ask.send(reply).unwrap();
            assert_eq!(answer.recv(), Ok(number));
        }
        drop(ask);
        owner.join().unwrap();
    }
}

#[test]
fn nobody_sees_in_which_order_the_two_ends_of_a_channel_are_dropped() {
    assert_eq!(executions(questions(1)), [6, 3]);
    assert_eq!(executions(questions(6)), [21, 3]);
}

#[test]
fn whoever_finds_a_channel_empty_sees_whether_a_sender_is_left() {
    let model = || {
        let (sender, receiver) = channel::<u64>();
        let other = thread::spawn(move || drop(sender));
        let seen = receiver.try_recv();
        other.join().unwrap();
        seen == Err(TryRecvError::Disconnected)
    };
    for reduction in [Reduction::States, Reduction::Traces] {
        let seen = by(reduction).results(model).results;
        assert_eq!(seen, BTreeSet::from([false, true]));
    }
}

#[test]
fn both_searches_find_the_lost_update_and_tell_the_same_calm_story() {
    let lost = || {
        let count = Arc::new(AtomicU64::new(0));
        let other = Arc::clone(&count);
        let handle = thread::spawn(move || {
            let seen = other.load(Ordering::SeqCst);
            other.store(seen + 1, Ordering::SeqCst);
        });
        let seen = count.load(Ordering::SeqCst);
        count.store(seen + 1, Ordering::SeqCst);
        handle.join().unwrap();
        assert_eq!(count.load(Ordering::SeqCst), 2);
    };
    let [states, traces] = [Reduction::States, Reduction::Traces].map(|reduction| {
        let report = by(reduction).report(lost);
        (
            report.verdict,
            report.counterexample.map(|shown| shown.events),
        )
    });
    assert!(states.1.is_some());
    assert_eq!(states, traces);
}

#[test]
fn a_deadlock_of_two_locks_is_found() {
    let model = || {
        let locks = [Arc::new(Mutex::new(())), Arc::new(Mutex::new(()))];
        let [first, second] = locks.clone();
        let handle = thread::spawn(move || {
            let _first = first.lock().unwrap();
            let _second = second.lock().unwrap();
        });
        let _second = locks[1].lock().unwrap();
        let _first = locks[0].lock().unwrap();
        drop((_second, _first));
        handle.join().unwrap();
    };
    let report = by(Reduction::Traces).report(model);
    assert_eq!(report.verdict.word(), "deadlock");
}

#[test]
fn a_lost_wakeup_is_found() {
    let model = || {
        let door = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&door);
        let handle = thread::spawn(move || {
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        if !*door.0.lock().unwrap() {
            let held = door.0.lock().unwrap();
            drop(door.1.wait(held).unwrap());
        }
        handle.join().unwrap();
    };
    let report = by(Reduction::Traces).report(model);
    assert_eq!(report.verdict.word(), "deadlock");
}
