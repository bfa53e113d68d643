//! The engine against loom and shuttle on ten programs: CPU time to the exhaustive verdict, and
//! executions per second, as ratios within one run.
//!
//! `cargo bench -p checker` measures the release build, `cargo bench -p checker --profile dev` the
//! build that learners use; after `--`, names choose programs: `cargo bench -p checker -- queue`. A
//! peer that does not finish within its limit of executions is marked; its time is then a lower
//! bound. No peer wakes a thread that nobody notified, so the same question is one without such
//! wake-ups. shuttle has no weak memory, so `publication` and `refcount` are not the same question
//! there.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use checker::{Check, Reduction};

mod clock;

use clock::cpu;

/// One program on one of the three libraries; they have the same names.
macro_rules! programs {
    ($name:ident, $library:ident) => {
        mod $name {
            use $library::sync::atomic::{AtomicUsize, Ordering, fence};
            use $library::sync::{Condvar, Mutex, RwLock};
            use $library::thread;

            fn twice(work: impl Fn() + Send + Sync + Clone + 'static) {
                let other = work.clone();
                let handle = thread::spawn(other);
                work();
                handle.join().unwrap();
            }

            fn all(n: usize, work: impl Fn(usize) + Send + Sync + Clone + 'static) {
                let handles: Vec<_> = (0..n)
                    .map(|number| {
                        let work = work.clone();
                        thread::spawn(move || work(number))
                    })
                    .collect();
                for handle in handles {
                    handle.join().unwrap();
                }
            }

            pub(crate) fn counter() {
                let hits = std::sync::Arc::new(AtomicUsize::new(0));
                let other = hits.clone();
                twice(move || {
                    other.fetch_add(1, Ordering::AcqRel);
                    other.fetch_add(1, Ordering::AcqRel);
                });
                assert_eq!(hits.load(Ordering::Acquire), 4);
            }

            pub(crate) fn cache() {
                let cache = std::sync::Arc::new(Mutex::new(None));
                let other = cache.clone();
                all(3, move |number| {
                    let mut slot = other.lock().unwrap();
                    if slot.is_none() {
                        *slot = Some(number);
                    }
                });
                assert!(cache.lock().unwrap().is_some());
            }

            pub(crate) fn queue() {
                struct Queue {
                    items: Mutex<Vec<u32>>,
                    changed: Condvar,
                }
                let queue = std::sync::Arc::new(Queue {
                    items: Mutex::new(vec![]),
                    changed: Condvar::new(),
                });
                let consumers = queue.clone();
                let get = move |queue: &Queue| {
                    let mut items = queue.items.lock().unwrap();
                    while items.is_empty() {
                        items = queue.changed.wait(items).unwrap();
                    }
                    items.pop()
                };
                let handles: Vec<_> = (0..2)
                    .map(|_| {
                        let queue = consumers.clone();
                        thread::spawn(move || assert!(get(&queue).is_some()))
                    })
                    .collect();
                for item in 0..2 {
                    queue.items.lock().unwrap().push(item);
                    queue.changed.notify_all();
                }
                for handle in handles {
                    handle.join().unwrap();
                }
            }

            pub(crate) fn ordered_locks() {
                let accounts = std::sync::Arc::new((Mutex::new(10), Mutex::new(10)));
                let other = accounts.clone();
                all(3, move |_| {
                    let mut from = other.0.lock().unwrap();
                    let mut to = other.1.lock().unwrap();
                    *from -= 1;
                    *to += 1;
                });
                assert_eq!(
                    *accounts.0.lock().unwrap() + *accounts.1.lock().unwrap(),
                    20
                );
            }

            pub(crate) fn rwlock() {
                let rates = std::sync::Arc::new(RwLock::new((1, 1)));
                let other = rates.clone();
                all(3, move |number| {
                    if number == 0 {
                        *other.write().unwrap() = (2, 2);
                    } else {
                        let seen = *other.read().unwrap();
                        assert_eq!(seen.0, seen.1);
                    }
                });
            }

            pub(crate) fn publication() {
                let mail = std::sync::Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
                let other = mail.clone();
                let sender = thread::spawn(move || {
                    other.0.store(42, Ordering::Relaxed);
                    other.1.store(1, Ordering::Release);
                });
                if mail.1.load(Ordering::Acquire) == 1 {
                    assert_eq!(mail.0.load(Ordering::Relaxed), 42);
                }
                sender.join().unwrap();
            }

            pub(crate) fn three_by_two() {
                let hits = std::sync::Arc::new(Mutex::new(0));
                let other = hits.clone();
                all(3, move |_| {
                    *other.lock().unwrap() += 1;
                    *other.lock().unwrap() += 1;
                });
                assert_eq!(*hits.lock().unwrap(), 6);
            }

            pub(crate) fn four_by_one() {
                let hits = std::sync::Arc::new(Mutex::new(0));
                let other = hits.clone();
                all(4, move |_| *other.lock().unwrap() += 1);
                assert_eq!(*hits.lock().unwrap(), 4);
            }

            pub(crate) fn channel_pool() {
                // The channel of the three libraries differs; a lock and a condition variable are
                // what it is made of in each of them.
                let jobs = std::sync::Arc::new((Mutex::new(vec![1, 2]), AtomicUsize::new(0)));
                let other = jobs.clone();
                twice(move || {
                    loop {
                        let job = other.0.lock().unwrap().pop();
                        let Some(job) = job else { break };
                        other.1.fetch_add(job, Ordering::AcqRel);
                    }
                });
                assert_eq!(jobs.1.load(Ordering::Acquire), 3);
            }

            pub(crate) fn refcount() {
                let count = std::sync::Arc::new((AtomicUsize::new(2), AtomicUsize::new(0)));
                let other = count.clone();
                twice(move || {
                    other.1.fetch_add(1, Ordering::Relaxed);
                    if other.0.fetch_sub(1, Ordering::Release) == 1 {
                        fence(Ordering::Acquire);
                        assert_eq!(other.1.load(Ordering::Relaxed), 2);
                    }
                });
            }
        }
    };
}

programs!(ours, lab);
programs!(looms, loom);
programs!(shuttles, shuttle);

/// A program on each of the three.
type Program = (&'static str, fn(), fn(), fn());

const PROGRAMS: [Program; 10] = [
    ("counter", ours::counter, looms::counter, shuttles::counter),
    ("cache", ours::cache, looms::cache, shuttles::cache),
    ("queue", ours::queue, looms::queue, shuttles::queue),
    (
        "ordered locks",
        ours::ordered_locks,
        looms::ordered_locks,
        shuttles::ordered_locks,
    ),
    ("rwlock", ours::rwlock, looms::rwlock, shuttles::rwlock),
    (
        "publication",
        ours::publication,
        looms::publication,
        shuttles::publication,
    ),
    (
        "3 x 2",
        ours::three_by_two,
        looms::three_by_two,
        shuttles::three_by_two,
    ),
    (
        "4 x 1",
        ours::four_by_one,
        looms::four_by_one,
        shuttles::four_by_one,
    ),
    (
        "channel pool",
        ours::channel_pool,
        looms::channel_pool,
        shuttles::channel_pool,
    ),
    (
        "refcount",
        ours::refcount,
        looms::refcount,
        shuttles::refcount,
    ),
];

/// The executions after which a peer is stopped.
const LIMIT: u64 = 40_000;

/// What one search cost.
#[derive(Clone, Copy)]
struct Cost {
    executions: u64,
    /// CPU seconds of the process, all threads.
    seconds: f64,
    finished: bool,
}

/// Repeats a search until it has cost enough for the clock, and returns the cost of one.
fn measure(search: impl Fn() -> (u64, bool)) -> Cost {
    let start = cpu();
    let (mut rounds, mut executions, mut finished) = (0u32, 0, true);
    while cpu() - start < 0.3 {
        (executions, finished) = search();
        rounds += 1;
    }
    Cost {
        executions,
        seconds: (cpu() - start) / f64::from(rounds),
        finished,
    }
}

fn ours(program: fn(), reduction: Reduction, spurious_wakeups: bool) -> Cost {
    measure(|| {
        let check = Check {
            reduction,
            spurious_wakeups,
            ..Check::default()
        };
        let report = check.report(program);
        assert!(report.verdict.holds(), "{report:?}");
        (report.executions, true)
    })
}

fn looms(program: fn()) -> Cost {
    measure(|| {
        let executions = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&executions);
        let mut builder = loom::model::Builder::new();
        // Its own limits are looked at only at checkpoints.
        builder.checkpoint_interval = 1_000;
        builder.max_permutations = Some(LIMIT as usize);
        builder.check(move || {
            count.fetch_add(1, Ordering::Relaxed);
            program();
        });
        let executions = executions.load(Ordering::Relaxed);
        // It stops before the execution with this number.
        (executions, executions + 1 < LIMIT)
    })
}

fn shuttles(program: fn()) -> Cost {
    measure(|| {
        let scheduler = shuttle::scheduler::DfsScheduler::new(Some(LIMIT as usize), false);
        let mut config = shuttle::Config::default();
        config.failure_persistence = shuttle::FailurePersistence::None;
        config.silence_warnings = true;
        let executions = shuttle::Runner::new(scheduler, config).run(program);
        (executions as u64, (executions as u64) < LIMIT)
    })
}

fn main() {
    let mut out = std::io::stdout();
    let _ = writeln!(
        out,
        "{:<14} {:>22} {:>26} {:>26} {:>26}\n\
         {:<14} {:>10} {:>11} {:>10} {:>15} {:>10} {:>15} {:>10} {:>15}",
        "",
        "checker, by states",
        "checker, by traces",
        "loom 0.7.2",
        "shuttle 0.9.9 (dfs)",
        "program",
        "executions",
        "CPU ms",
        "executions",
        "CPU ms  ratio",
        "executions",
        "CPU ms  ratio",
        "executions",
        "CPU ms  ratio",
    );
    let mut ratios = Vec::new();
    let words = std::env::args().skip(1);
    let wanted: Vec<String> = words.filter(|word| !word.starts_with('-')).collect();
    let chosen = PROGRAMS
        .iter()
        .filter(|(name, ..)| wanted.is_empty() || wanted.iter().any(|word| name.contains(&**word)));
    // shuttle comes last: it leaves a panic hook behind that reports how loom ends its threads.
    let measured: Vec<_> = chosen
        .map(|(name, on_lab, on_loom, on_shuttle)| {
            let by = |reduction| ours(*on_lab, reduction, false);
            let costs = (
                by(Reduction::States),
                by(Reduction::Traces),
                looms(*on_loom),
            );
            (name, costs, on_lab, on_shuttle)
        })
        .collect();
    let mut more = Vec::new();
    for (name, (states, traces, on_loom), on_lab, on_shuttle) in measured {
        let learners = ours(*on_lab, Reduction::States, true);
        if learners.executions > states.executions {
            more.push((name, learners));
        }
        ratios.push(on_loom.seconds / states.seconds);
        let peer = |peer: Cost| {
            let least = if peer.finished { " " } else { ">" };
            format!(
                "{:>10} {:>8.2} {least}{:>5.1}x",
                peer.executions,
                peer.seconds * 1e3,
                peer.seconds / states.seconds
            )
        };
        let _ = writeln!(
            out,
            "{name:<14} {:>10} {:>11.2} {} {} {}",
            states.executions,
            states.seconds * 1e3,
            peer(traces),
            peer(on_loom),
            peer(shuttles(*on_shuttle))
        );
    }
    if ratios.is_empty() {
        let _ = writeln!(
            out,
            "no program has one of these names: {}",
            wanted.join(", ")
        );
        return;
    }
    ratios.sort_by(f64::total_cmp);
    let _ = writeln!(
        out,
        "loom / checker: median {:.1}x, least {:.1}x (`>`: the peer did not finish, so the ratio is \
         a lower bound)",
        f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[ratios.len() / 2]),
        ratios[0]
    );
    for (name, cost) in more {
        let _ = writeln!(
            out,
            "{name} with spurious wake-ups, as learners ask it: {} executions, {:.2} ms",
            cost.executions,
            cost.seconds * 1e3
        );
    }
}
