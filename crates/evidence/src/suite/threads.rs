//! Rules of threads, parking and heap memory.

use std::time::Duration;

use checker::Check;
use interleaving::{Coverage, Kind};
use lab::channel::bounded;
use lab::sync::atomic::{AtomicU32, Ordering};
use lab::sync::{Arc, Condvar, Mutex};
use lab::{alloc, thread};

use super::{Rule, fails, holds, results};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a join learns what the thread did",
        holds: join_learns,
    },
    Rule {
        name: "a new thread knows what its parent did",
        holds: spawn_passes,
    },
    Rule {
        name: "an unpark before the park is kept",
        holds: early_unpark,
    },
    Rule {
        name: "a token serves once",
        holds: token_once,
    },
    Rule {
        name: "a park may return without a token",
        holds: park_returns_early,
    },
    Rule {
        name: "time-outs take turns, whatever happens in between",
        holds: turns_of_timeouts,
    },
    Rule {
        name: "an unpark publishes",
        holds: unpark_publishes,
    },
    Rule {
        name: "a message publishes",
        holds: message_publishes,
    },
    Rule {
        name: "a panic that nobody joins is told",
        holds: unjoined_panic,
    },
    Rule {
        name: "polling for a flag ends",
        holds: polling_ends,
    },
    Rule {
        name: "two that poll by taking wait for the third",
        holds: polling_takers,
    },
    Rule {
        name: "threads that only sleep and look meet all the same",
        holds: sleepers_meet,
    },
    Rule {
        name: "polling for nothing is a livelock",
        holds: polling_for_nothing,
    },
    Rule {
        name: "memory is given back once",
        holds: double_free,
    },
    Rule {
        name: "memory is not used after it is given back",
        holds: use_after_free,
    },
    Rule {
        name: "memory is given back",
        holds: leak,
    },
];

fn join_learns(check: &Check) -> Result<(), String> {
    results(check, [1], || {
        let data = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&data);
        thread::spawn(move || theirs.store(1, Ordering::Relaxed))
            .join()
            .expect("ends well");
        data.load(Ordering::Relaxed)
    })
}

fn spawn_passes(check: &Check) -> Result<(), String> {
    results(check, [1], || {
        let data = Arc::new(AtomicU32::new(0));
        data.store(1, Ordering::Relaxed);
        let theirs = Arc::clone(&data);
        thread::spawn(move || theirs.load(Ordering::Relaxed))
            .join()
            .expect("ends well")
    })
}

fn early_unpark(check: &Check) -> Result<(), String> {
    holds(check, || {
        let main = thread::current();
        let other = thread::spawn(move || main.unpark());
        thread::park();
        other.join().expect("ends well");
    })
}

fn token_once(check: &Check) -> Result<(), String> {
    fails(check, Kind::LostWakeup, || {
        let main = thread::current();
        let other = thread::spawn(move || main.unpark());
        thread::park();
        thread::park();
        other.join().expect("ends well");
    })
}

fn turns_of_timeouts(check: &Check) -> Result<(), String> {
    // The one that asks changes something after each of its time-outs; the other one counts to three.
    holds(&calm(check), || {
        let shared = Arc::new((Mutex::new((false, 0)), Condvar::new()));
        let other = Arc::clone(&shared);
        let asks = thread::spawn(move || {
            let moment = Duration::from_millis(5);
            let mut state = other.0.lock().expect("not poisoned");
            while !state.0 {
                state = other.1.wait_timeout(state, moment).expect("not poisoned").0;
                state.1 = 1;
            }
        });
        for _ in 0..3 {
            thread::park_timeout(Duration::from_millis(50));
        }
        shared.0.lock().expect("not poisoned").0 = true;
        shared.1.notify_all();
        asks.join().expect("ends well");
    })
}

/// The same check, of the executions without a surprise.
fn calm(check: &Check) -> Check {
    Check {
        coverage: Coverage::UpTo(0),
        ..check.clone()
    }
}

/// The same check, in which only a token ends a wait.
fn without_spurious_wakeups(check: &Check) -> Check {
    Check {
        spurious_wakeups: false,
        ..check.clone()
    }
}

fn park_returns_early(check: &Check) -> Result<(), String> {
    results(check, [false, true], || {
        let ready = Arc::new(AtomicU32::new(0));
        let (theirs, main) = (Arc::clone(&ready), thread::current());
        let other = thread::spawn(move || {
            theirs.store(1, Ordering::SeqCst);
            main.unpark();
        });
        thread::park();
        let is_ready = ready.load(Ordering::SeqCst) == 1;
        other.join().expect("ends well");
        is_ready
    })
}

fn unpark_publishes(check: &Check) -> Result<(), String> {
    results(&without_spurious_wakeups(check), [1], || {
        let data = Arc::new(AtomicU32::new(0));
        let (theirs, main) = (Arc::clone(&data), thread::current());
        let other = thread::spawn(move || {
            theirs.store(1, Ordering::Relaxed);
            main.unpark();
        });
        thread::park();
        let seen = data.load(Ordering::Relaxed);
        other.join().expect("ends well");
        seen
    })
}

fn message_publishes(check: &Check) -> Result<(), String> {
    results(check, [1], || {
        let data = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&data);
        let (sender, receiver) = bounded(1);
        let other = thread::spawn(move || {
            theirs.store(1, Ordering::Relaxed);
            sender.send(()).expect("the receiver is there");
        });
        receiver.recv().expect("one message is sent");
        let seen = data.load(Ordering::Relaxed);
        other.join().expect("ends well");
        seen
    })
}

fn unjoined_panic(check: &Check) -> Result<(), String> {
    fails(check, Kind::Panic, || {
        drop(thread::spawn(|| panic!("the printer is on fire")))
    })
}

fn polling_ends(check: &Check) -> Result<(), String> {
    holds(check, || {
        let ready = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&ready);
        let worker = thread::spawn(move || theirs.store(1, Ordering::Release));
        while ready.load(Ordering::Acquire) == 0 {}
        worker.join().expect("ends well");
    })
}

/// Each look is a `pop`, which might write: still nobody may poll for ever while the third waits.
fn polling_takers(check: &Check) -> Result<(), String> {
    let check = Check {
        coverage: Coverage::UpTo(1),
        ..check.clone()
    };
    holds(&check, || {
        let queue = Arc::new(Mutex::new(vec![]));
        let take = |queue: &Mutex<Vec<u32>>| {
            loop {
                if let Some(item) = queue.lock().expect("not poisoned").pop() {
                    return item;
                }
                thread::yield_now();
            }
        };
        let takers: Vec<_> = (0..2)
            .map(|_| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || take(&queue))
            })
            .collect();
        queue.lock().expect("not poisoned").push(1);
        queue.lock().expect("not poisoned").push(2);
        let sum: u32 = takers
            .into_iter()
            .map(|taker| taker.join().expect("ends well"))
            .sum();
        assert_eq!(sum, 3);
    })
}

/// Nobody notifies: both look again when their time-outs fire, and those take turns.
fn sleepers_meet(check: &Check) -> Result<(), String> {
    let check = Check {
        coverage: Coverage::UpTo(1),
        ..check.clone()
    };
    holds(&check, || {
        let turn = Arc::new((Mutex::new(0), Condvar::new()));
        let wait_for = |(turn, bell): &(Mutex<u32>, Condvar), mine: u32| {
            let mut now = turn.lock().expect("not poisoned");
            while *now != mine {
                now = bell
                    .wait_timeout(now, Duration::from_millis(10))
                    .expect("not poisoned")
                    .0;
            }
            *now += 1;
        };
        let theirs = Arc::clone(&turn);
        let other = thread::spawn(move || wait_for(&theirs, 1));
        wait_for(&turn, 0);
        wait_for(&turn, 2);
        other.join().expect("ends well");
    })
}

fn polling_for_nothing(check: &Check) -> Result<(), String> {
    fails(check, Kind::Livelock, || {
        let ready = AtomicU32::new(0);
        while ready.load(Ordering::Acquire) == 0 {}
    })
}

fn double_free(check: &Check) -> Result<(), String> {
    fails(check, Kind::DoubleFree, || {
        let page = alloc::into_raw(Box::new(7));
        #[expect(unsafe_code, reason = "the mistake is what the rule is about")]
        // SAFETY: the memory stays readable until the execution ends, and the second call is
        // reported before anything is dropped.
        unsafe {
            drop(alloc::from_raw(page));
            drop(alloc::from_raw(page));
        }
    })
}

fn use_after_free(check: &Check) -> Result<(), String> {
    fails(check, Kind::UseAfterFree, || {
        let page = alloc::into_raw(Box::new(AtomicU32::new(7)));
        #[expect(unsafe_code, reason = "the mistake is what the rule is about")]
        // SAFETY: the memory stays readable until the execution ends.
        unsafe {
            drop(alloc::from_raw(page));
            (*page).load(Ordering::Relaxed);
        }
    })
}

fn leak(check: &Check) -> Result<(), String> {
    fails(check, Kind::Leak, || {
        let _page = alloc::into_raw(Box::new(7));
    })
}
