//! Condition variables and barriers.

use std::time::Duration;

use interleaving::Kind;
use lab::sync::{Arc, Barrier, Condvar, Mutex};
use lab::{Racy, thread};

use crate::{fails, holds, outcomes, panics};

const LONG: Duration = Duration::from_secs(3600);

/// A gate that one thread opens and others wait for.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    changed: Condvar,
}

#[test]
fn waiting_in_a_loop_is_right() {
    holds(|| {
        let gate = Arc::new(Gate::default());
        let other = Arc::clone(&gate);
        let opener = thread::spawn(move || {
            *other.open.lock().unwrap() = true;
            other.changed.notify_one();
        });
        let mut open = gate.open.lock().unwrap();
        while !*open {
            open = gate.changed.wait(open).unwrap();
        }
        assert!(*open);
        drop(open);
        opener.join().unwrap();
    });
}

#[test]
fn wait_while_is_the_loop() {
    holds(|| {
        let gate = Gate::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                *gate.open.lock().unwrap() = true;
                gate.changed.notify_all();
            });
            let open = gate
                .changed
                .wait_while(gate.open.lock().unwrap(), |open| !*open);
            assert!(*open.unwrap());
        });
    });
}

#[test]
fn waiting_with_if_believes_a_spurious_wake_up() {
    let report = panics(|| {
        let gate = Gate::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                *gate.open.lock().unwrap() = true;
                gate.changed.notify_one();
            });
            let mut open = gate.open.lock().unwrap();
            if !*open {
                open = gate.changed.wait(open).unwrap();
            }
            assert!(*open);
        });
    });
    assert_eq!(report.counterexample.unwrap().surprises.spurious_wakeups, 1);
}

#[test]
fn a_notification_before_the_wait_is_lost() {
    fails("deadlock", Kind::LostWakeup, || {
        let gate = Gate::default();
        thread::scope(|scope| {
            scope.spawn(|| gate.changed.notify_one());
            drop(
                gate.changed
                    .wait_while(gate.open.lock().unwrap(), |open| !*open),
            );
        });
    });
}

#[test]
fn a_wait_with_a_time_out_ends_with_or_without_a_notification() {
    let ended = || {
        let gate = Gate::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                *gate.open.lock().unwrap() = true;
                gate.changed.notify_one();
            });
            let open = gate.open.lock().unwrap();
            if *open {
                return "open";
            }
            let (open, result) = gate.changed.wait_timeout(open, LONG).unwrap();
            match (*open, result.timed_out()) {
                (true, true) => "opened when the time was over",
                (true, false) => "opened",
                (false, true) => "time over",
                (false, false) => "spurious",
            }
        })
    };
    assert_eq!(
        outcomes(ended),
        [
            "open",
            "opened",
            "opened when the time was over",
            "spurious",
            "time over",
        ]
    );
}

#[test]
fn wait_timeout_while_tells_whether_the_condition_came_true() {
    let ended = || {
        let gate = Gate::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                *gate.open.lock().unwrap() = true;
                gate.changed.notify_one();
            });
            let open = gate.open.lock().unwrap();
            let (open, result) = gate
                .changed
                .wait_timeout_while(open, LONG, |open| !*open)
                .unwrap();
            assert_eq!(*open, !result.timed_out());
            *open
        })
    };
    assert_eq!(outcomes(ended), [false, true]);
}

#[test]
fn notify_one_wakes_one_of_two() {
    fails("deadlock", Kind::LostWakeup, || {
        let gate = Gate::default();
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    drop(
                        gate.changed
                            .wait_while(gate.open.lock().unwrap(), |open| !*open),
                    );
                });
            }
            *gate.open.lock().unwrap() = true;
            gate.changed.notify_one();
        });
    });
}

#[test]
fn a_poisoned_lock_is_reported_by_the_wait() {
    let poisoned = || {
        let gate = Gate::default();
        thread::scope(|scope| {
            let crash = scope.spawn(|| {
                let mut open = gate.open.lock().unwrap();
                *open = true;
                gate.changed.notify_one();
                panic!("the hinge broke");
            });
            let poisoned = match gate.open.lock() {
                Ok(open) => gate.changed.wait_while(open, |open| !*open).is_err(),
                Err(_) => true,
            };
            assert!(crash.join().is_err());
            poisoned
        })
    };
    assert_eq!(outcomes(poisoned), [true]);
}

#[test]
fn a_barrier_lets_nobody_on_before_all_are_there() {
    holds(|| {
        let (barrier, set) = (Barrier::new(2), Racy::new(false));
        let leaders = thread::scope(|scope| {
            let other = scope.spawn(|| {
                set.store(true);
                barrier.wait().is_leader()
            });
            let leads = barrier.wait().is_leader();
            assert!(set.load());
            usize::from(leads) + usize::from(other.join().unwrap())
        });
        assert_eq!(leaders, 1);
    });
}

#[test]
fn a_barrier_can_be_used_again() {
    holds(|| {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                barrier.wait();
                barrier.wait();
            });
            barrier.wait();
            barrier.wait();
        });
    });
}

#[test]
fn a_barrier_for_more_threads_than_there_are_never_opens() {
    fails("deadlock", Kind::WaitCycle, || {
        let barrier = Barrier::new(3);
        thread::scope(|scope| {
            scope.spawn(|| {
                barrier.wait();
            });
            barrier.wait();
        });
    });
}

#[test]
fn waiting_again_after_each_time_out_ends() {
    holds(|| {
        let gate = Gate::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                *gate.open.lock().unwrap() = true;
                gate.changed.notify_one();
            });
            let mut open = gate.open.lock().unwrap();
            loop {
                let (guard, result) = gate
                    .changed
                    .wait_timeout_while(open, LONG, |open| !*open)
                    .unwrap();
                if !result.timed_out() {
                    assert!(*guard);
                    break;
                }
                open = guard;
            }
        });
    });
}
