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
    assert_eq!(executions(questions(1)), [6, 1 + 1]);
    assert_eq!(executions(questions(6)), [21, 1 + 1]);
}

/// `senders` threads that send two messages each, to one receiver that looks at none of them.
fn messages(
    senders: usize,
    room: Option<usize>,
    receive: fn(&lab::channel::Receiver<()>),
) -> impl Fn() + Send + Sync + Clone {
    move || {
        let (sender, receiver) = match room {
            Some(room) => lab::channel::bounded(room),
            None => lab::channel::unbounded(),
        };
        let handles: Vec<_> = (0..senders)
            .map(|_| {
                let sender = sender.clone();
                thread::spawn(move || {
                    sender.send(()).unwrap();
                    sender.send(()).unwrap();
                })
            })
            .collect();
        for _ in 0..2 * senders {
            receive(&receiver);
        }
        handles
            .into_iter()
            .for_each(|handle| handle.join().unwrap());
    }
}

#[test]
fn a_send_and_the_receive_of_another_message_are_one_trace_in_both_orders() {
    let waits = |receiver: &lab::channel::Receiver<()>| receiver.recv().unwrap();
    for room in [None, Some(1), Some(2), Some(3)] {
        assert_eq!(executions(messages(1, room, waits))[1], 1 + 1, "{room:?}");
    }
    // Two messages of each of two senders have 4!/(2! 2!) orders. A sender that waits for room may
    // be begun with and then turn out to lead nowhere new: executions that are given up.
    let two = |room| executions(messages(2, room, waits))[1];
    assert_eq!([None, Some(1), Some(2), Some(3)].map(two), [7, 7, 8, 9]);
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

#[test]
fn whoever_finds_a_channel_closed_knows_what_every_sender_did() {
    let model = || {
        let done = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let (sender, receiver) = channel::<()>();
        for number in 0..2 {
            let (done, sender) = (Arc::clone(&done), sender.clone());
            thread::spawn(move || {
                done[number].store(1, Ordering::Relaxed);
                drop(sender);
            });
        }
        drop(sender);
        assert!(receiver.recv().is_err());
        assert_eq!(
            done.each_ref().map(|one| one.load(Ordering::Relaxed)),
            [1, 1]
        );
    };
    for reduction in [Reduction::States, Reduction::Traces] {
        let report = by(reduction).report(model);
        assert!(
            matches!(report.verdict, Verdict::Holds { .. }),
            "{:?}",
            report.verdict
        );
    }
}

/// A receiver that counts, receives and says so; a sender that sends twice and looks at the count.
fn room(size: usize) -> impl Fn() + Send + Sync + Clone {
    move || {
        let (sender, receiver) = lab::channel::bounded(size);
        let count = Arc::new(AtomicU64::new(0));
        let received = Arc::new(AtomicU64::new(0));
        let (its_count, its_received) = (Arc::clone(&count), Arc::clone(&received));
        let reader = thread::spawn(move || {
            its_count.store(1, Ordering::Relaxed);
            receiver.recv().unwrap();
            its_received.store(1, Ordering::Relaxed);
            receiver
        });
        sender.send(()).unwrap();
        let was_received = received.load(Ordering::Relaxed) == 1;
        sender.send(()).unwrap();
        if was_received {
            assert_eq!(count.load(Ordering::Relaxed), 1);
        }
        drop(reader.join());
    }
}

#[test]
fn a_sender_knows_what_the_receiver_knew_whose_room_it_uses_and_no_other_one() {
    for reduction in [Reduction::States, Reduction::Traces] {
        let report = |size| by(reduction).report(room(size)).verdict;
        assert!(matches!(report(1), Verdict::Holds { .. }));
        // The second message has a room of its own.
        assert!(matches!(report(2), Verdict::Violated { .. }));
    }
}

#[test]
fn a_sender_without_a_buffer_knows_what_the_receiver_did_before() {
    let model = || {
        let (sender, receiver) = lab::channel::bounded(0);
        let count = Arc::new(AtomicU64::new(0));
        let its_count = Arc::clone(&count);
        let reader = thread::spawn(move || {
            its_count.store(1, Ordering::Relaxed);
            receiver.recv().unwrap();
        });
        sender.send(()).unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 1);
        reader.join().unwrap();
    };
    for reduction in [Reduction::States, Reduction::Traces] {
        let verdict = by(reduction).report(model).verdict;
        assert!(matches!(verdict, Verdict::Holds { .. }), "{verdict:?}");
    }
}
