//! `cargo bench -p pyrace`: the speed of the explorer on the programs that its goals name.
//!
//! Prints CPU time, never wall time, so a busy machine disturbs little: of the mean of as many searches as
//! the clock needs, states per second, and the ratio to loom and shuttle on the same threads in Rust:
//! each adds one by a load and a store, which is what `n += 1` is when threads may switch after every
//! instruction. A peer that has not finished when its time is up is stopped; the ratio is then a lower
//! bound and says so (`at least`). No threshold decides anything here.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use pyrace::{Explorer, Limits, Program, Report, Rules};

#[path = "../../checker/benches/clock/mod.rs"]
mod clock;
#[path = "../tests/counters/mod.rs"]
mod counters;

use clock::cpu;
use counters::counters;

/// Explores a program until that has cost enough for the clock; the report, and the seconds of one search.
fn measure(source: &str, least: f64, explorer: impl Fn(&Program) -> Report) -> (Report, f64) {
    let rules: Rules = "gil_every".parse().expect("a row of the table");
    let program = Program::compile(source, rules).expect("a supported program");
    explorer(&program);
    let started = cpu();
    let mut searches = 0;
    loop {
        let report = explorer(&program);
        searches += 1;
        let seconds = cpu() - started;
        if seconds >= least {
            return (report, seconds / f64::from(searches));
        }
    }
}

/// The seconds of CPU time after which loom is stopped.
const LOOM_SECONDS: f64 = 60.0;

/// The seconds of CPU time after which shuttle is stopped.
const SHUTTLE_SECONDS: f64 = 10.0;

/// What a peer did in its time.
struct Peer {
    seconds: f64,
    executions: usize,
    finished: bool,
}

/// Runs a peer, which can be stopped after a number of executions only, for some seconds: short runs
/// tell how many executions the time is worth.
fn within(seconds: f64, run: impl Fn(usize) -> (usize, bool)) -> Peer {
    let mut limit = 100;
    loop {
        let started = cpu();
        let (executions, finished) = run(limit);
        let peer = Peer {
            seconds: cpu() - started,
            executions,
            finished,
        };
        if finished || peer.seconds >= seconds {
            return peer;
        }
        let growth = 1.1 * seconds / peer.seconds.max(0.01);
        limit = (limit as f64 * growth.clamp(1.1, 50.0)) as usize;
    }
}

macro_rules! adders {
    ($library:ident, $threads:expr, $times:expr) => {
        move || {
            use $library::sync::atomic::{AtomicUsize, Ordering};
            let n = std::sync::Arc::new(AtomicUsize::new(0));
            let threads: Vec<_> = (0..$threads)
                .map(|_| {
                    let n = std::sync::Arc::clone(&n);
                    $library::thread::spawn(move || {
                        for _ in 0..$times {
                            let seen = n.load(Ordering::SeqCst);
                            n.store(seen + 1, Ordering::SeqCst);
                        }
                    })
                })
                .collect();
            for thread in threads {
                thread.join().expect("an adder does not panic");
            }
        }
    };
}

/// `threads` counts the adders; loom has room for four threads besides the main one.
fn loom(threads: usize, times: usize, limit: usize) -> (usize, bool) {
    let executions = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&executions);
    let mut builder = loom::model::Builder::new();
    // Its own limits are looked at only at checkpoints.
    builder.checkpoint_interval = 100;
    builder.max_permutations = Some(limit);
    let program = adders!(loom, threads, times);
    builder.check(move || {
        count.fetch_add(1, Ordering::Relaxed);
        program();
    });
    let executions = executions.load(Ordering::Relaxed) as usize;
    // It stops before the execution with this number.
    (executions, executions + 1 < limit)
}

fn shuttle(threads: usize, times: usize, limit: usize) -> (usize, bool) {
    let scheduler = shuttle::scheduler::DfsScheduler::new(Some(limit), false);
    let mut config = shuttle::Config::default();
    config.failure_persistence = shuttle::FailurePersistence::None;
    config.silence_warnings = true;
    let program = adders!(shuttle, threads, times);
    // Its hook stays for good and would tell of every thread that loom ends by a panic.
    let hook = std::panic::take_hook();
    let executions = shuttle::Runner::new(scheduler, config).run(program);
    std::panic::set_hook(hook);
    (executions, executions < limit)
}

/// `at least 5300 times as long: stopped after 60 s and 812345 executions`
fn compare(ours: f64, peer: &Peer) -> String {
    let ratio = peer.seconds / ours;
    let Peer {
        seconds,
        executions,
        finished,
    } = peer;
    if *finished {
        format!("{ratio:.0} times as long: {executions} executions in {seconds:.2} s")
    } else {
        format!(
            "at least {ratio:.0} times as long: stopped after {seconds:.0} s and {executions} executions"
        )
    }
}

fn main() {
    // Only `cargo bench` measures; `cargo test --benches` asks whether it runs.
    let measured = std::env::args().any(|word| word == "--bench");
    let limits = Limits {
        bytecode_states: 0,
        ..Limits::default()
    };
    let (times, many, crowd) = if measured {
        (10, 100, 10_000)
    } else {
        (2, 3, 4)
    };
    let least = if measured { 0.5 } else { 0.0 };
    // Without patience a peer is stopped after its first run.
    let patience = if measured { 1.0 } else { 0.0 };
    let exact = |program: &Program| Explorer::new(program).limits(limits).run();
    let raw = |program: &Program| {
        Explorer::new(program)
            .limits(limits)
            .reduction(false)
            .symmetry(false)
            .run()
    };
    // The threads, what each does how often, how it is explored, and whether peers are asked.
    let rows: [(usize, usize, &str, bool); 5] = [
        (2, times, "every bytecode", false),
        (2, times, "reduced", true),
        (4, 1, "reduced", true),
        (many, 1, "exact", false),
        (crowd, 1, "as far as the limits go", false),
    ];
    for (threads, times, how, with_peers) in rows {
        let source = counters(threads, times);
        let (report, seconds) = if how == "every bytecode" {
            measure(&source, least, raw)
        } else {
            measure(&source, least, exact)
        };
        let complete = if report.complete {
            ""
        } else {
            ", not complete"
        };
        println!(
            "{threads} threads x {times}, {how}: {} states, {} outcomes{complete}, {:.2} ms of CPU time, {:.0} states/s",
            report.states,
            report.counted.len(),
            1000.0 * seconds,
            report.states as f64 / seconds
        );
        if with_peers {
            let looms = within(patience * LOOM_SECONDS, |limit| loom(threads, times, limit));
            println!("  loom takes {}", compare(seconds, &looms));
            let shuttles = within(patience * SHUTTLE_SECONDS, |limit| {
                shuttle(threads, times, limit)
            });
            println!("  shuttle takes {}", compare(seconds, &shuttles));
        }
    }
}
