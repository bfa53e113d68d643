//! Rules of locks, condition variables, barriers and initialisers.

use std::time::Duration;

use checker::Check;
use interleaving::Kind;
use lab::sync::atomic::{AtomicU32, Ordering};
use lab::sync::{Arc, Barrier, Condvar, Mutex, OnceLock, RwLock};
use lab::thread;

use super::{Rule, fails, holds, results};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a lock orders what it protects",
        holds: locks_order,
    },
    Rule {
        name: "two steps under two locks lose an update",
        holds: two_sections,
    },
    Rule {
        name: "locks in opposite order deadlock",
        holds: opposite_order,
    },
    Rule {
        name: "try_lock sees the moment before a release",
        holds: try_lock_sees_release,
    },
    Rule {
        name: "readers share a lock",
        holds: readers_share,
    },
    Rule {
        name: "a writer is alone",
        holds: writers_are_alone,
    },
    Rule {
        name: "reading again waits behind a writer",
        holds: reading_again,
    },
    Rule {
        name: "an early notification is lost",
        holds: lost_notification,
    },
    Rule {
        name: "waiting in a loop holds",
        holds: waiting_in_a_loop,
    },
    Rule {
        name: "an if around a wait falls to a spurious wake-up",
        holds: if_around_wait,
    },
    Rule {
        name: "notify_one may wake any waiter",
        holds: any_waiter,
    },
    Rule {
        name: "notify_one wakes only one",
        holds: only_one,
    },
    Rule {
        name: "notify_all wakes all",
        holds: all_waiters,
    },
    Rule {
        name: "between look and sleep there is a gap",
        holds: gap_before_sleep,
    },
    Rule {
        name: "who wakes up holds the lock",
        holds: waking_holds_the_lock,
    },
    Rule {
        name: "a time-out may come early",
        holds: early_timeout,
    },
    Rule {
        name: "a barrier opens for all at once",
        holds: barrier_opens_once,
    },
    Rule {
        name: "an initialiser runs once, and others wait",
        holds: once,
    },
];

fn two<A: Send + 'static, S: Send + Sync + 'static>(
    shared: &Arc<S>,
    other: impl FnOnce(&S) -> A + Send + 'static,
    mine: impl FnOnce(&S) -> A,
) -> (A, A) {
    let theirs = Arc::clone(shared);
    let thread = thread::spawn(move || other(&theirs));
    let mine = mine(shared);
    (thread.join().expect("the thread ends well"), mine)
}

fn locks_order(check: &Check) -> Result<(), String> {
    // The data is read with a relaxed load: only the lock can make the store visible.
    holds(check, || {
        let shared = Arc::new((Mutex::new(false), AtomicU32::new(0)));
        two(
            &shared,
            |(done, data)| {
                data.store(1, Ordering::Relaxed);
                *done.lock().expect("not poisoned") = true;
            },
            |(done, data)| {
                if *done.lock().expect("not poisoned") {
                    assert_eq!(data.load(Ordering::Relaxed), 1);
                }
            },
        );
    })
}

fn two_sections(check: &Check) -> Result<(), String> {
    results(check, [1, 2], || {
        let visits = Arc::new(Mutex::new(0));
        let hit = |visits: &Mutex<u32>| {
            let seen = *visits.lock().expect("not poisoned");
            *visits.lock().expect("not poisoned") = seen + 1;
        };
        two(&visits, hit, hit);
        *visits.lock().expect("not poisoned")
    })
}

fn opposite_order(check: &Check) -> Result<(), String> {
    fails(check, Kind::LockOrder, || {
        let forks = Arc::new((Mutex::new(()), Mutex::new(())));
        two(
            &forks,
            |(left, right)| {
                let _first = left.lock().expect("not poisoned");
                let _second = right.lock().expect("not poisoned");
            },
            |(left, right)| {
                let _first = right.lock().expect("not poisoned");
                let _second = left.lock().expect("not poisoned");
            },
        );
    })
}

fn try_lock_sees_release(check: &Check) -> Result<(), String> {
    results(
        check,
        [(0, false), (0, true), (1, false), (1, true)],
        || {
            let shared = Arc::new((Mutex::new(()), AtomicU32::new(0)));
            let theirs = Arc::clone(&shared);
            let holder = thread::spawn(move || {
                let _held = theirs.0.lock().expect("not poisoned");
                theirs.1.store(1, Ordering::SeqCst);
            });
            let seen = shared.1.load(Ordering::SeqCst);
            let free = shared.0.try_lock().is_ok();
            holder.join().expect("ends well");
            (seen, free)
        },
    )
}

fn readers_share(check: &Check) -> Result<(), String> {
    holds(check, || {
        let shared = Arc::new((RwLock::new(()), Barrier::new(2)));
        let read = |(lock, meet): &(RwLock<()>, Barrier)| {
            let _reading = lock.read().expect("not poisoned");
            meet.wait();
        };
        two(&shared, read, read);
    })
}

fn writers_are_alone(check: &Check) -> Result<(), String> {
    holds(check, || {
        let rates = Arc::new((RwLock::new(()), AtomicU32::new(0)));
        two(
            &rates,
            |(lock, rate)| {
                let _writing = lock.write().expect("not poisoned");
                rate.store(1, Ordering::Relaxed);
                rate.store(2, Ordering::Relaxed);
            },
            |(lock, rate)| {
                let _reading = lock.read().expect("not poisoned");
                let (first, second) = (rate.load(Ordering::Relaxed), rate.load(Ordering::Relaxed));
                assert_eq!(first, second, "a writer was there at the same time");
            },
        );
    })
}

fn reading_again(check: &Check) -> Result<(), String> {
    fails(check, Kind::LockOrder, || {
        let rates = Arc::new(RwLock::new(1));
        two(
            &rates,
            |rates| *rates.write().expect("not poisoned") += 1,
            |rates| {
                let first = rates.read().expect("not poisoned");
                let second = rates.read().expect("not poisoned");
                assert_eq!(*first, *second);
            },
        );
    })
}

type Gate = (Mutex<u32>, Condvar);

fn gate() -> Arc<Gate> {
    Arc::new((Mutex::new(0), Condvar::new()))
}

fn open((open, bell): &Gate) {
    *open.lock().expect("not poisoned") += 1;
    bell.notify_one();
}

fn lost_notification(check: &Check) -> Result<(), String> {
    fails(check, Kind::LostWakeup, || {
        two(&gate(), open, |(open, bell)| {
            drop(bell.wait(open.lock().expect("not poisoned")));
        });
    })
}

fn pass((open, bell): &Gate) {
    let mut opened = open.lock().expect("not poisoned");
    while *opened == 0 {
        opened = bell.wait(opened).expect("not poisoned");
    }
    *opened -= 1;
}

fn waiting_in_a_loop(check: &Check) -> Result<(), String> {
    holds(check, || {
        two(&gate(), open, pass);
    })
}

fn if_around_wait(check: &Check) -> Result<(), String> {
    fails(check, Kind::Panic, || {
        two(&gate(), open, |(open, bell)| {
            let mut opened = open.lock().expect("not poisoned");
            if *opened == 0 {
                opened = bell.wait(opened).expect("not poisoned");
            }
            assert_eq!(*opened, 1);
        });
    })
}

/// Two threads wait, one after the other; which of them has left when the first notification has
/// done its work?
fn any_waiter(check: &Check) -> Result<(), String> {
    let check = Check {
        spurious_wakeups: false,
        ..check.clone()
    };
    results(&check, [Some(1), Some(2)], || {
        let shared = Arc::new((Mutex::new((0, None)), Condvar::new()));
        let wait = |number: u32| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let mut state = shared.0.lock().expect("not poisoned");
                // The second one goes to sleep after the first one.
                while state.0 + 1 < number {
                    drop(state);
                    thread::yield_now();
                    state = shared.0.lock().expect("not poisoned");
                }
                state.0 += 1;
                let mut state = shared.1.wait(state).expect("not poisoned");
                state.1.get_or_insert(number);
            })
        };
        let waiters = [wait(1), wait(2)];
        while shared.0.lock().expect("not poisoned").0 < 2 {
            thread::yield_now();
        }
        shared.1.notify_one();
        while shared.0.lock().expect("not poisoned").1.is_none() {
            thread::yield_now();
        }
        shared.1.notify_all();
        for waiter in waiters {
            waiter.join().expect("ends well");
        }
        shared.0.lock().expect("not poisoned").1
    })
}

fn only_one(check: &Check) -> Result<(), String> {
    fails(check, Kind::LostWakeup, || {
        let gate = gate();
        let sleep = |(open, bell): &Gate| drop(bell.wait(open.lock().expect("not poisoned")));
        let third = {
            let gate = Arc::clone(&gate);
            thread::spawn(move || gate.1.notify_one())
        };
        two(&gate, sleep, sleep);
        third.join().expect("ends well");
    })
}

fn all_waiters(check: &Check) -> Result<(), String> {
    holds(check, || {
        let gate = gate();
        let all = {
            let gate = Arc::clone(&gate);
            thread::spawn(move || {
                *gate.0.lock().expect("not poisoned") = 2;
                gate.1.notify_all();
            })
        };
        two(&gate, pass, pass);
        all.join().expect("ends well");
    })
}

/// The flag is outside of the lock, so the notification may come between the look and the sleep.
fn gap_before_sleep(check: &Check) -> Result<(), String> {
    // Without stale reads: a stale flag would lead to the same end.
    let check = Check {
        weak_memory: false,
        ..check.clone()
    };
    fails(&check, Kind::LostWakeup, || {
        let shared = Arc::new((Mutex::new(()), Condvar::new(), AtomicU32::new(0)));
        two(
            &shared,
            |(_, bell, flag)| {
                flag.store(1, Ordering::SeqCst);
                bell.notify_one();
            },
            |(lock, bell, flag)| {
                let guard = lock.lock().expect("not poisoned");
                if flag.load(Ordering::SeqCst) == 0 {
                    drop(bell.wait(guard));
                }
            },
        );
    })
}

fn waking_holds_the_lock(check: &Check) -> Result<(), String> {
    holds(check, || {
        let shared = Arc::new((Mutex::new(0), Condvar::new(), AtomicU32::new(0)));
        two(
            &shared,
            |(open, bell, inside)| {
                let mut open = open.lock().expect("not poisoned");
                *open = 1;
                bell.notify_one();
                assert_eq!(
                    inside.fetch_add(1, Ordering::SeqCst),
                    0,
                    "two hold the lock"
                );
                inside.fetch_sub(1, Ordering::SeqCst);
            },
            |(open, bell, inside)| {
                let mut opened = open.lock().expect("not poisoned");
                while *opened == 0 {
                    opened = bell.wait(opened).expect("not poisoned");
                }
                assert_eq!(
                    inside.fetch_add(1, Ordering::SeqCst),
                    0,
                    "two hold the lock"
                );
                inside.fetch_sub(1, Ordering::SeqCst);
            },
        );
    })
}

fn early_timeout(check: &Check) -> Result<(), String> {
    let check = Check {
        spurious_wakeups: false,
        ..check.clone()
    };
    results(&check, [false, true], || {
        two(
            &gate(),
            |gate| {
                open(gate);
                false
            },
            |(open, bell)| {
                let opened = open.lock().expect("not poisoned");
                if *opened > 0 {
                    return false;
                }
                bell.wait_timeout(opened, Duration::from_secs(1))
                    .expect("not poisoned")
                    .1
                    .timed_out()
            },
        )
        .1
    })
}

fn barrier_opens_once(check: &Check) -> Result<(), String> {
    results(check, [(1, 1)], || {
        let start = Arc::new((Barrier::new(2), AtomicU32::new(0)));
        let go = |(barrier, arrived): &(Barrier, AtomicU32)| {
            arrived.fetch_add(1, Ordering::SeqCst);
            let leader = barrier.wait().is_leader();
            assert_eq!(arrived.load(Ordering::SeqCst), 2, "nobody goes on alone");
            u32::from(leader)
        };
        let (a, b) = two(&start, go, go);
        (a + b, 1)
    })
}

fn once(check: &Check) -> Result<(), String> {
    results(check, [(7, 7, 1)], || {
        let table = Arc::new((OnceLock::new(), AtomicU32::new(0)));
        let init = |(table, runs): &(OnceLock<u32>, AtomicU32)| {
            *table.get_or_init(|| {
                runs.fetch_add(1, Ordering::SeqCst);
                7
            })
        };
        let (a, b) = two(&table, init, init);
        (a, b, table.1.load(Ordering::SeqCst))
    })
}
