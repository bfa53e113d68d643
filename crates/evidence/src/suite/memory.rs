//! Rules of the memory model.

use checker::Check;
use interleaving::Kind;
use lab::cell::UnsafeCell;
use lab::sync::Arc;
use lab::sync::atomic::{AtomicU32, Ordering, fence};
use lab::thread;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

use super::{Rule, fails, holds, results};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "release and acquire publish",
        holds: |check| holds(check, post(Release, Acquire)),
    },
    Rule {
        name: "a relaxed store publishes nothing",
        holds: |check| fails(check, Kind::DataRace, post(Relaxed, Acquire)),
    },
    Rule {
        name: "a relaxed load learns nothing",
        holds: |check| fails(check, Kind::DataRace, post(Release, Relaxed)),
    },
    Rule {
        name: "fences publish around relaxed accesses",
        holds: fences_publish,
    },
    Rule {
        name: "message passing without ordering may be stale",
        holds: stale_message,
    },
    Rule {
        name: "a read-modify-write continues a release sequence",
        holds: release_sequence,
    },
    Rule {
        name: "a plain store ends a release sequence",
        holds: no_release_sequence,
    },
    Rule {
        name: "read-modify-writes are atomic",
        holds: updates_are_atomic,
    },
    Rule {
        name: "a store does not split a read-modify-write",
        holds: updates_stay_whole,
    },
    Rule {
        name: "a read-modify-write may read an older store",
        holds: updates_read_older,
    },
    Rule {
        name: "a failed exchange may be stale",
        holds: failed_exchange_is_a_load,
    },
    Rule {
        name: "a weak exchange may fail without a reason",
        holds: weak_exchange,
    },
    Rule {
        name: "stores may be overtaken (2+2W)",
        holds: two_plus_two,
    },
    Rule {
        name: "reads do not go back (CoRR)",
        holds: reads_do_not_go_back,
    },
    Rule {
        name: "a thread sees its own stores (CoWR)",
        holds: own_stores,
    },
    Rule {
        name: "store buffering is possible",
        holds: |check| buffering(check, Release, Acquire),
    },
    Rule {
        name: "SeqCst forbids store buffering",
        holds: |check| buffering(check, SeqCst, SeqCst),
    },
    Rule {
        name: "SeqCst fences forbid store buffering",
        holds: fences_forbid_buffering,
    },
    Rule {
        name: "readers see SeqCst stores in one order (IRIW)",
        holds: one_order,
    },
    Rule {
        name: "a write races with an earlier read",
        holds: write_after_read,
    },
    Rule {
        name: "a read races with an earlier write",
        holds: read_after_write,
    },
    Rule {
        name: "dropping data is a write",
        holds: dropping_races,
    },
];

/// Plain data and a flag.
struct Letterbox {
    full: AtomicU32,
    letter: UnsafeCell<u32>,
}

#[expect(unsafe_code, reason = "races are what these programs are about")]
// SAFETY: accesses that nothing orders are reported before they happen.
unsafe impl Sync for Letterbox {}

impl Letterbox {
    fn new() -> Arc<Self> {
        Arc::new(Letterbox {
            full: AtomicU32::new(0),
            letter: UnsafeCell::new(0),
        })
    }

    fn write(&self, value: u32) {
        #[expect(unsafe_code, reason = "a write through the cell's pointer")]
        // SAFETY: the pointer is valid, and the engine ends an execution with a race before this.
        self.letter.with_mut(|letter| unsafe { *letter = value });
    }

    fn read(&self) -> u32 {
        #[expect(unsafe_code, reason = "a read through the cell's pointer")]
        // SAFETY: as in `write`.
        self.letter.with(|letter| unsafe { *letter })
    }
}

fn post(publish: Ordering, look: Ordering) -> impl Fn() + Send + Sync + 'static {
    move || {
        let letterbox = Letterbox::new();
        let other = Arc::clone(&letterbox);
        let sender = thread::spawn(move || {
            other.write(42);
            other.full.store(1, publish);
        });
        if letterbox.full.load(look) == 1 {
            assert_eq!(letterbox.read(), 42);
        }
        sender.join().expect("the sender ends well");
    }
}

fn fences_publish(check: &Check) -> Result<(), String> {
    holds(check, || {
        let letterbox = Letterbox::new();
        let other = Arc::clone(&letterbox);
        let sender = thread::spawn(move || {
            other.write(42);
            fence(Release);
            other.full.store(1, Relaxed);
        });
        if letterbox.full.load(Relaxed) == 1 {
            fence(Acquire);
            assert_eq!(letterbox.read(), 42);
        }
        sender.join().expect("the sender ends well");
    })
}

type Pair = (AtomicU32, AtomicU32);

fn pair() -> Arc<Pair> {
    Arc::new((AtomicU32::new(0), AtomicU32::new(0)))
}

/// Runs `other` in a thread of its own and `mine` here; what both return.
fn both<A: Send + 'static, B>(
    shared: &Arc<Pair>,
    other: impl FnOnce(&Pair) -> A + Send + 'static,
    mine: impl FnOnce(&Pair) -> B,
) -> (A, B) {
    let theirs = Arc::clone(shared);
    let thread = thread::spawn(move || other(&theirs));
    let mine = mine(shared);
    (thread.join().expect("the thread ends well"), mine)
}

fn stale_message(check: &Check) -> Result<(), String> {
    results(check, [(0, 0), (0, 1), (1, 0), (1, 1)], || {
        let shared = pair();
        both(
            &shared,
            |(data, flag)| {
                data.store(1, Relaxed);
                flag.store(1, Relaxed);
            },
            |(data, flag)| (flag.load(Relaxed), data.load(Relaxed)),
        )
        .1
    })
}

fn release_sequence(check: &Check) -> Result<(), String> {
    holds(check, || {
        let letterbox = Letterbox::new();
        let (writer, counter) = (Arc::clone(&letterbox), Arc::clone(&letterbox));
        let writer = thread::spawn(move || {
            writer.write(42);
            writer.full.store(1, Release);
        });
        let counter = thread::spawn(move || {
            let _ = counter.full.compare_exchange(1, 2, Relaxed, Relaxed);
        });
        if letterbox.full.load(Acquire) == 2 {
            assert_eq!(letterbox.read(), 42);
        }
        writer.join().expect("the writer ends well");
        counter.join().expect("the counter ends well");
    })
}

fn no_release_sequence(check: &Check) -> Result<(), String> {
    fails(check, Kind::DataRace, || {
        let letterbox = Letterbox::new();
        let other = Arc::clone(&letterbox);
        let writer = thread::spawn(move || {
            other.write(42);
            other.full.store(1, Release);
            other.full.store(2, Relaxed);
        });
        if letterbox.full.load(Acquire) == 2 {
            letterbox.read();
        }
        writer.join().expect("the writer ends well");
    })
}

fn updates_are_atomic(check: &Check) -> Result<(), String> {
    results(check, [2], || {
        let shared = pair();
        both(
            &shared,
            |(n, _)| n.fetch_add(1, Relaxed),
            |(n, _)| n.fetch_add(1, Relaxed),
        );
        shared.0.load(Relaxed)
    })
}

fn updates_stay_whole(check: &Check) -> Result<(), String> {
    // 1 would mean that the store came between the read and the write of the addition.
    results(check, [(0, 2), (2, 3)], || {
        let shared = pair();
        let ((), old) = both(
            &shared,
            |(n, _)| n.store(2, Relaxed),
            |(n, _)| n.fetch_add(1, Relaxed),
        );
        (old, shared.0.load(Relaxed))
    })
}

fn updates_read_older(check: &Check) -> Result<(), String> {
    results(check, [(0, 0), (0, 2), (1, 0), (1, 2)], || {
        let shared = pair();
        both(
            &shared,
            |(x, y)| {
                x.store(2, Relaxed);
                y.store(1, Relaxed);
            },
            |(x, y)| (y.load(Relaxed), x.fetch_add(1, Relaxed)),
        )
        .1
    })
}

fn failed_exchange_is_a_load(check: &Check) -> Result<(), String> {
    results(check, [(0, 0), (0, 1), (1, 0), (1, 1)], || {
        let shared = pair();
        both(
            &shared,
            |(x, y)| {
                x.store(1, Relaxed);
                y.store(1, Relaxed);
            },
            |(x, y)| {
                let seen = y.load(Relaxed);
                let found = x.compare_exchange(7, 8, Relaxed, Relaxed);
                (seen, found.unwrap_or_else(|found| found))
            },
        )
        .1
    })
}

fn weak_exchange(check: &Check) -> Result<(), String> {
    results(check, [false, true], || {
        let flag = AtomicU32::new(0);
        flag.compare_exchange_weak(0, 1, AcqRel, Relaxed).is_ok()
    })
}

fn two_plus_two(check: &Check) -> Result<(), String> {
    results(check, [(1, 1), (1, 2), (2, 1), (2, 2)], || {
        let shared = pair();
        both(
            &shared,
            |(x, y)| {
                x.store(1, Relaxed);
                y.store(2, Relaxed);
            },
            |(x, y)| {
                y.store(1, Relaxed);
                x.store(2, Relaxed);
            },
        );
        (shared.0.load(Relaxed), shared.1.load(Relaxed))
    })
}

fn reads_do_not_go_back(check: &Check) -> Result<(), String> {
    results(check, [(0, 0), (0, 1), (1, 1)], || {
        let shared = pair();
        both(
            &shared,
            |(x, _)| x.store(1, Relaxed),
            |(x, _)| (x.load(Relaxed), x.load(Relaxed)),
        )
        .1
    })
}

fn own_stores(check: &Check) -> Result<(), String> {
    results(check, [1, 2], || {
        let shared = pair();
        both(
            &shared,
            |(x, _)| x.store(2, Relaxed),
            |(x, _)| {
                x.store(1, Relaxed);
                x.load(Relaxed)
            },
        )
        .1
    })
}

fn buffering(check: &Check, store: Ordering, load: Ordering) -> Result<(), String> {
    let model = move || {
        let shared = pair();
        both(
            &shared,
            move |(x, y)| {
                x.store(1, store);
                y.load(load)
            },
            move |(x, y)| {
                y.store(1, store);
                x.load(load)
            },
        )
    };
    if store == SeqCst {
        results(check, [(0, 1), (1, 0), (1, 1)], model)
    } else {
        results(check, [(0, 0), (0, 1), (1, 0), (1, 1)], model)
    }
}

fn fences_forbid_buffering(check: &Check) -> Result<(), String> {
    results(check, [(0, 1), (1, 0), (1, 1)], || {
        let shared = pair();
        both(
            &shared,
            |(x, y)| {
                x.store(1, Relaxed);
                fence(SeqCst);
                y.load(Relaxed)
            },
            |(x, y)| {
                y.store(1, Relaxed);
                fence(SeqCst);
                x.load(Relaxed)
            },
        )
    })
}

fn one_order(check: &Check) -> Result<(), String> {
    holds(check, || {
        let shared = pair();
        let read = |first: fn(&Pair) -> &AtomicU32, second: fn(&Pair) -> &AtomicU32| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || (first(&shared).load(SeqCst), second(&shared).load(SeqCst)))
        };
        let (a, b) = (read(|p| &p.0, |p| &p.1), read(|p| &p.1, |p| &p.0));
        both(
            &shared,
            |(x, _)| x.store(1, SeqCst),
            |(_, y)| y.store(1, SeqCst),
        );
        let (a, b) = (a.join().expect("ends well"), b.join().expect("ends well"));
        assert!(
            !(a == (1, 0) && b == (1, 0)),
            "two readers disagree about the order"
        );
    })
}

fn write_after_read(check: &Check) -> Result<(), String> {
    fails(check, Kind::DataRace, || {
        let letterbox = Letterbox::new();
        let other = Arc::clone(&letterbox);
        let reader = thread::spawn(move || {
            other.read();
            other.full.store(1, Relaxed);
        });
        if letterbox.full.load(Relaxed) == 1 {
            letterbox.write(1);
        }
        reader.join().expect("the reader ends well");
    })
}

fn read_after_write(check: &Check) -> Result<(), String> {
    fails(check, Kind::DataRace, || {
        let letterbox = Letterbox::new();
        let other = Arc::clone(&letterbox);
        let writer = thread::spawn(move || {
            other.write(1);
            other.full.store(1, Relaxed);
        });
        if letterbox.full.load(Relaxed) == 1 {
            letterbox.read();
        }
        writer.join().expect("the writer ends well");
    })
}

fn dropping_races(check: &Check) -> Result<(), String> {
    fails(check, Kind::DataRace, || {
        let slot = std::sync::Arc::new(std::sync::Mutex::new(Some(Letterbox {
            full: AtomicU32::new(0),
            letter: UnsafeCell::new(0),
        })));
        let done = Arc::new(AtomicU32::new(0));
        let (theirs, told) = (std::sync::Arc::clone(&slot), Arc::clone(&done));
        let reader = thread::spawn(move || {
            // std's lock is invisible to the engine and orders nothing: it only keeps the test sound.
            if let Some(letterbox) = &*theirs.lock().expect("not poisoned") {
                letterbox.read();
            }
            told.store(1, Relaxed);
        });
        if done.load(Relaxed) == 1 {
            drop(slot.lock().expect("not poisoned").take());
        }
        reader.join().expect("the reader ends well");
    })
}
