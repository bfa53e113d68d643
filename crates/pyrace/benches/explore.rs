//! `cargo bench -p pyrace`: the speed of the explorer on the programs that its goals name.
//!
//! Prints CPU-bound wall time and states per second of one run each after a warm-up, and the ratio to
//! loom and shuttle on the same threads in Rust: each adds one by a load and a store, which is what
//! `n += 1` is when threads may switch after every instruction. The peers are stopped after a number
//! of executions; their time, and the ratio, is then a lower bound (`>`). No threshold decides
//! anything here.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use pyrace::{Explorer, Limits, Program, Report, Rules};

#[path = "../tests/counters/mod.rs"]
mod counters;

use counters::counters;

fn measure(source: &str, explorer: impl Fn(&Program) -> Report) -> (Report, Duration) {
    let rules: Rules = "gil_every".parse().expect("a row of the table");
    let program = Program::compile(source, rules).expect("a supported program");
    explorer(&program);
    let started = Instant::now();
    let report = explorer(&program);
    (report, started.elapsed())
}

/// The executions after which a peer is stopped.
const LIMIT: usize = 200_000;

/// What a peer needed, and whether it finished.
type Peer = (Duration, bool);

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
fn loom(threads: usize, times: usize, limit: usize) -> Peer {
    let executions = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&executions);
    let mut builder = loom::model::Builder::new();
    // Its own limits are looked at only at checkpoints.
    builder.checkpoint_interval = 1_000.min(limit);
    builder.max_permutations = Some(limit);
    let program = adders!(loom, threads, times);
    let started = Instant::now();
    builder.check(move || {
        count.fetch_add(1, Ordering::Relaxed);
        program();
    });
    let executions = executions.load(Ordering::Relaxed) as usize;
    // It stops before the execution with this number.
    (started.elapsed(), executions + 1 < limit)
}

fn shuttle(threads: usize, times: usize, limit: usize) -> Peer {
    let scheduler = shuttle::scheduler::DfsScheduler::new(Some(limit), false);
    let mut config = shuttle::Config::default();
    config.failure_persistence = shuttle::FailurePersistence::None;
    config.silence_warnings = true;
    let program = adders!(shuttle, threads, times);
    let started = Instant::now();
    let executions = shuttle::Runner::new(scheduler, config).run(program);
    (started.elapsed(), executions < limit)
}

/// `loom > 5300x, shuttle 12x`: how much longer the peers need.
fn peers(ours: Duration, threads: usize, times: usize, limit: usize) -> String {
    let ratio = |(theirs, finished): Peer| {
        let least = if finished { "" } else { "> " };
        format!("{least}{:.0}x", theirs.as_secs_f64() / ours.as_secs_f64())
    };
    format!(
        "loom {}, shuttle {}",
        ratio(loom(threads, times, limit)),
        ratio(shuttle(threads, times, limit))
    )
}

fn main() {
    // Only `cargo bench` measures; `cargo test --benches` asks whether it runs.
    let measured = std::env::args().any(|word| word == "--bench");
    let limits = Limits {
        bytecode_states: 0,
        ..Limits::default()
    };
    let (times, many) = if measured { (10, 100) } else { (2, 3) };
    let limit = if measured { LIMIT } else { 100 };
    let exact = |program: &Program| Explorer::new(program).limits(limits).run();
    let raw = |program: &Program| {
        Explorer::new(program)
            .limits(limits)
            .reduction(false)
            .symmetry(false)
            .run()
    };
    // The threads, what each does how often, how it is explored, and whether peers are asked.
    let rows: [(usize, usize, &str, bool); 4] = [
        (2, times, "every bytecode", false),
        (2, times, "reduced", true),
        (4, 1, "reduced", true),
        (many, 1, "exact", false),
    ];
    for (threads, times, how, with_peers) in rows {
        let source = counters(threads, times);
        let (report, time) = if how == "every bytecode" {
            measure(&source, raw)
        } else {
            measure(&source, exact)
        };
        let ratios = if with_peers {
            format!(", {}", peers(time, threads, times, limit))
        } else {
            String::new()
        };
        let seconds = time.as_secs_f64();
        println!(
            "{threads} threads x {times}, {how}: {} states, {} outcomes, {:.1} ms, {:.0} states/s{ratios}",
            report.states,
            report.counted.len(),
            1000.0 * seconds,
            report.states as f64 / seconds
        );
    }
}
