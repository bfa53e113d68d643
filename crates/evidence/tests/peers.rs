//! The engine beside its peers: shuttle's depth-first search, and real threads.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::sync::{Arc as StdArc, Mutex as StdMutex};

use checker::Check;
use evidence::stress::{Class, Stress, Subject};

/// What a program shows.
type Shown = Vec<u64>;

/// A program: its name, and one run of it.
type Named = (&'static str, fn() -> Shown);

/// Twelve programs over the types that shuttle and `lab` have in common, once for each.
///
/// All atomics are `SeqCst`, because shuttle knows no other order, and no program depends on
/// whether a condition variable wakes without a notification, because shuttle's never do.
macro_rules! programs {
    ($name:ident, $lab:ident) => {
        mod $name {
            use super::{Named, Shown};
            use $lab::sync::atomic::{AtomicU64, Ordering::SeqCst};
            use $lab::sync::{Arc, Barrier, Condvar, Mutex, RwLock, mpsc};
            use $lab::thread;

            pub(super) const ALL: [Named; 12] = [
                ("lost update", lost_update),
                ("read-modify-writes", read_modify_writes),
                ("store buffer", store_buffer),
                ("message", message),
                ("compare and exchange", compare_and_exchange),
                ("two critical sections", two_critical_sections),
                ("try_lock", try_lock),
                ("readers and a writer", readers_and_a_writer),
                ("condition variable", condition_variable),
                ("channel", channel),
                ("two senders", two_senders),
                ("barrier", barrier),
            ];

            /// Runs one closure in a thread of its own and the other one here.
            fn both(
                there: impl FnOnce() -> u64 + Send + 'static,
                here: impl FnOnce() -> u64,
            ) -> Shown {
                let there = thread::spawn(there);
                let here = here();
                vec![here, there.join().unwrap()]
            }

            fn pair<T>(make: impl Fn() -> T) -> [Arc<T>; 2] {
                let one = Arc::new(make());
                [Arc::clone(&one), one]
            }

            fn lost_update() -> Shown {
                let [a, b] = pair(|| AtomicU64::new(0));
                let add = |hits: &AtomicU64| {
                    let seen = hits.load(SeqCst);
                    hits.store(seen + 1, SeqCst);
                    seen
                };
                let last = Arc::clone(&a);
                let mut shown = both(move || add(&a), || add(&b));
                shown.push(last.load(SeqCst));
                shown
            }

            fn read_modify_writes() -> Shown {
                let [a, b] = pair(|| AtomicU64::new(0));
                both(
                    move || a.fetch_add(1, SeqCst),
                    || {
                        b.store(5, SeqCst);
                        b.fetch_add(2, SeqCst)
                    },
                )
            }

            fn store_buffer() -> Shown {
                let [a, b] = pair(|| [AtomicU64::new(0), AtomicU64::new(0)]);
                let look = |at: &[AtomicU64; 2], mine: usize| {
                    at[mine].store(1, SeqCst);
                    at[1 - mine].load(SeqCst)
                };
                both(move || look(&a, 0), || look(&b, 1))
            }

            fn message() -> Shown {
                let [a, b] = pair(|| [AtomicU64::new(0), AtomicU64::new(0)]);
                both(
                    move || {
                        a[0].store(42, SeqCst);
                        a[1].store(1, SeqCst);
                        0
                    },
                    || {
                        let ready = b[1].load(SeqCst);
                        ready * 100 + b[0].load(SeqCst)
                    },
                )
            }

            fn compare_and_exchange() -> Shown {
                let [a, b] = pair(|| AtomicU64::new(0));
                let claim = |owner: &AtomicU64, me: u64| {
                    owner
                        .compare_exchange(0, me, SeqCst, SeqCst)
                        .unwrap_or_else(|found| 10 + found)
                };
                both(move || claim(&a, 1), || claim(&b, 2))
            }

            fn two_critical_sections() -> Shown {
                let [a, b] = pair(|| Mutex::new(0));
                let add = |value: &Mutex<u64>, by: u64| {
                    let seen = *value.lock().unwrap();
                    *value.lock().unwrap() = seen * 3 + by;
                    seen
                };
                both(move || add(&a, 1), || add(&b, 2))
            }

            fn try_lock() -> Shown {
                let [a, b] = pair(|| Mutex::new(0));
                both(
                    move || {
                        let mut value = a.lock().unwrap();
                        *value += 1;
                        *value
                    },
                    || b.try_lock().map_or(7, |value| *value),
                )
            }

            fn readers_and_a_writer() -> Shown {
                let [a, b] = pair(|| RwLock::new(1));
                both(
                    move || {
                        let mut value = a.write().unwrap();
                        *value += 1;
                        *value
                    },
                    || {
                        let first = *b.read().unwrap();
                        first * 10 + *b.read().unwrap()
                    },
                )
            }

            fn condition_variable() -> Shown {
                let [a, b] = pair(|| (Mutex::new(0), Condvar::new()));
                both(
                    move || {
                        *a.0.lock().unwrap() += 1;
                        a.1.notify_one();
                        *a.0.lock().unwrap()
                    },
                    || {
                        let mut value = b.0.lock().unwrap();
                        while *value == 0 {
                            value = b.1.wait(value).unwrap();
                        }
                        *value += 10;
                        *value
                    },
                )
            }

            fn channel() -> Shown {
                let (send, receive) = mpsc::channel();
                both(
                    move || {
                        let first = send.send(1).is_ok();
                        let second = send.send(2).is_ok();
                        u64::from(first) + 2 * u64::from(second)
                    },
                    move || receive.recv().unwrap(),
                )
            }

            fn two_senders() -> Shown {
                let (send, receive) = mpsc::channel();
                let other = send.clone();
                let there = thread::spawn(move || other.send(1).unwrap());
                send.send(2).unwrap();
                drop(send);
                let shown = vec![receive.recv().unwrap(), receive.recv().unwrap()];
                there.join().unwrap();
                shown
            }

            fn barrier() -> Shown {
                let [a, b] = pair(|| (Barrier::new(2), AtomicU64::new(0)));
                let meet = |place: &(Barrier, AtomicU64)| {
                    let before = place.1.fetch_add(1, SeqCst);
                    place.0.wait();
                    before * 10 + place.1.load(SeqCst)
                };
                both(move || meet(&a), || meet(&b))
            }
        }
    };
}

programs!(on_lab, lab);
programs!(on_shuttle, shuttle);

/// Everything shuttle finds in all schedules.
fn shuttle_finds(program: fn() -> Shown) -> BTreeSet<Shown> {
    let shown: StdArc<StdMutex<BTreeSet<Shown>>> = StdArc::default();
    let write = StdArc::clone(&shown);
    shuttle::check_dfs(
        move || {
            let result = program();
            write.lock().unwrap().insert(result);
        },
        None,
    );
    std::mem::take(&mut *shown.lock().unwrap())
}

#[test]
fn shuttle_finds_the_same_outcomes_in_every_schedule() {
    for ((name, ours), (_, theirs)) in on_lab::ALL.into_iter().zip(on_shuttle::ALL) {
        let found = Check::default().results(ours);
        assert_eq!(found.limit, None, "{name} is finished");
        assert!(found.failures.is_empty(), "{name}: {:?}", found.failures);
        assert_eq!(found.results, shuttle_finds(theirs), "{name}");
        assert!(!found.results.is_empty());
    }
}

#[test]
fn real_threads_show_nothing_that_the_engine_calls_impossible() {
    for class in Class::ALL {
        let subjects = Subject::first(class, 3);
        let stress = Stress::run(&subjects, |runs| runs < 200);
        assert_eq!(stress.runs, 600, "{class:?}");
        assert!(stress.seen >= subjects.len());
        assert!(stress.impossible.is_empty(), "{class:?}: {stress}");
    }
}

#[test]
fn an_impossible_outcome_is_noticed() {
    let mut subjects = Subject::first(Class::Atomics, 1);
    subjects[0].possible.clear();
    let stress = Stress::run(&subjects, |runs| runs < 1);
    assert_eq!(stress.impossible.len(), 1, "{stress}");
}
