//! Rules of channels.

use checker::Check;
use interleaving::Kind;
use lab::channel::{Receiver, TryRecvError, bounded, unbounded};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicU32, Ordering};
use lab::thread;

use super::{Rule, fails, holds, results};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a full channel waits",
        holds: full_channel,
    },
    Rule {
        name: "closing a channel ends its receivers",
        holds: closing,
    },
    Rule {
        name: "a select may do any ready operation",
        holds: any_operation,
    },
    Rule {
        name: "who finds a channel closed knows what every sender did",
        holds: closing_orders,
    },
    Rule {
        name: "who sends to nobody knows what every receiver did",
        holds: leaving_orders,
    },
    Rule {
        name: "room in a channel comes from the receiver who made it",
        holds: room_orders,
    },
    Rule {
        name: "without a buffer the sender knows what the receiver did",
        holds: meeting_orders,
    },
    Rule {
        name: "each sender may be the last one to leave",
        holds: each_may_be_last,
    },
    Rule {
        name: "who sees that one sender has left may find another one there",
        holds: one_is_still_there,
    },
    Rule {
        name: "the last receiver drops what nobody received",
        holds: last_receiver,
    },
];

fn full_channel(check: &Check) -> Result<(), String> {
    fails(check, Kind::WaitCycle, || {
        let (sender, receiver) = bounded(1);
        sender.send(1).expect("there is room");
        sender.send(2).expect("nobody ever receives");
        drop(receiver);
    })
}

fn closing(check: &Check) -> Result<(), String> {
    results(check, [vec![1, 2]], || {
        let (sender, receiver) = unbounded();
        let producer = thread::spawn(move || {
            for message in [1, 2] {
                sender.send(message).expect("the receiver is there");
            }
        });
        let received: Vec<u32> = receiver.iter().collect();
        producer.join().expect("ends well");
        received
    })
}

fn any_operation(check: &Check) -> Result<(), String> {
    results(check, [1, 2], || {
        let (first, from_first) = unbounded();
        let (second, from_second) = unbounded();
        first.send(1).expect("the receiver is there");
        second.send(2).expect("the receiver is there");
        lab::channel::select! {
            recv(from_first) -> message => message.expect("sent above"),
            recv(from_second) -> message => message.expect("sent above"),
        }
    })
}

/// Two threads count with relaxed stores, and then give up `end`.
fn count_and_leave<E: Send + 'static>(ends: [E; 2]) -> Arc<[AtomicU32; 2]> {
    let counts = Arc::new([AtomicU32::new(0), AtomicU32::new(0)]);
    for (number, end) in ends.into_iter().enumerate() {
        let counts = Arc::clone(&counts);
        thread::spawn(move || {
            counts[number].store(1, Ordering::Relaxed);
            drop(end);
        });
    }
    counts
}

fn read(counts: &[AtomicU32; 2]) -> [u32; 2] {
    counts.each_ref().map(|count| count.load(Ordering::Relaxed))
}

fn closing_orders(check: &Check) -> Result<(), String> {
    holds(check, || {
        let (sender, receiver) = unbounded::<u32>();
        let counts = count_and_leave([sender.clone(), sender]);
        receiver.recv().expect_err("nobody sends");
        assert_eq!(read(&counts), [1, 1]);
    })
}

fn leaving_orders(check: &Check) -> Result<(), String> {
    holds(check, || {
        let (sender, receiver) = unbounded();
        let counts = count_and_leave([receiver.clone(), receiver]);
        if sender.send(1).is_err() {
            assert_eq!(read(&counts), [1, 1]);
        }
    })
}

fn room_orders(check: &Check) -> Result<(), String> {
    holds(check, || {
        let (sender, receiver) = bounded(1);
        let count = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&count);
        let reader = thread::spawn(move || {
            theirs.store(1, Ordering::Relaxed);
            receiver.recv().expect("the sender is there");
            receiver
        });
        for message in [1, 2] {
            sender.send(message).expect("the receiver is there");
        }
        assert_eq!(count.load(Ordering::Relaxed), 1);
        drop(reader.join());
    })
}

fn meeting_orders(check: &Check) -> Result<(), String> {
    holds(check, || {
        let (sender, receiver) = bounded(0);
        let count = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&count);
        let reader = thread::spawn(move || {
            theirs.store(1, Ordering::Relaxed);
            receiver.recv().expect("the sender is there");
        });
        sender.send(1).expect("the receiver is there");
        assert_eq!(count.load(Ordering::Relaxed), 1);
        reader.join().expect("ends well");
    })
}

fn each_may_be_last(check: &Check) -> Result<(), String> {
    // Each thread leaves the first channel before the second, so whoever sees the second one closed
    // finds the first one closed, too.
    let seen = [(false, false), (false, true), (true, true)];
    results(check, seen, || {
        let (first, from_first) = unbounded::<u32>();
        let (second, from_second) = unbounded::<u32>();
        let ends = [(first.clone(), second.clone()), (first, second)];
        let threads = ends.map(|(first, second)| {
            thread::spawn(move || {
                drop(first);
                drop(second);
            })
        });
        let second_is_closed = is_closed(&from_second);
        let first_is_closed = is_closed(&from_first);
        for thread in threads {
            thread.join().expect("ends well");
        }
        (second_is_closed, first_is_closed)
    })
}

fn is_closed(receiver: &Receiver<u32>) -> bool {
    receiver.try_recv() == Err(TryRecvError::Disconnected)
}

fn one_is_still_there(check: &Check) -> Result<(), String> {
    for awaited in [0, 1] {
        results(check, [false, true], move || {
            let (sender, receiver) = unbounded();
            let mut threads = [sender.clone(), sender].map(|sender| {
                let thread = thread::spawn(move || drop(sender));
                Some(thread)
            });
            let mut join = |number: usize| {
                let thread: Option<thread::JoinHandle<()>> = threads[number].take();
                thread.expect("joined once").join().expect("ends well");
            };
            join(awaited);
            let closed = is_closed(&receiver);
            join(1 - awaited);
            closed
        })?;
    }
    Ok(())
}

/// Says in whose thread it was dropped.
struct Unread(Arc<AtomicU32>);

impl Drop for Unread {
    fn drop(&mut self) {
        let name = thread::current().name().map_or(0, |name| name.len() as u32);
        self.0.store(name, Ordering::Relaxed);
    }
}

fn last_receiver(check: &Check) -> Result<(), String> {
    results(check, [1, 2], || {
        let (sender, receiver) = unbounded();
        let dropped_by = Arc::new(AtomicU32::new(0));
        let threads = [("a", receiver.clone()), ("bb", receiver)].map(|(name, receiver)| {
            let builder = thread::Builder::new().name(name.to_owned());
            let body = move || drop(receiver);
            builder.spawn(body).expect("there is room for a thread")
        });
        // Whoever is late drops the message; a message that comes too late comes back.
        let came_back = sender.send(Unread(Arc::clone(&dropped_by)));
        for thread in threads {
            thread.join().expect("ends well");
        }
        if came_back.is_err() {
            return 1;
        }
        dropped_by.load(Ordering::Relaxed)
    })
}
