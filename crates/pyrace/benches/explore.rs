//! `cargo bench -p pyrace`: the speed of the explorer on the programs that its goals name.
//!
//! Prints CPU-bound wall time and states per second of one run each after a warm-up; no threshold
//! decides anything here.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

use std::time::{Duration, Instant};

use pyrace::{Explorer, Limits, Program, Report, Rules};

/// Threads that add one to a global, each `times` times.
fn counters(threads: usize, times: usize) -> String {
    let body = if times == 1 {
        "    n += 1\n".to_owned()
    } else {
        format!("    for _ in range({times}):\n        n += 1\n")
    };
    format!(
        "import threading\nn = 0\ndef work():\n    global n\n{body}\
         threads = [threading.Thread(target=work) for _ in range({threads})]\n\
         for t in threads: t.start()\nfor t in threads: t.join()\nprint(n)\n"
    )
}

fn measure(source: &str, explorer: impl Fn(&Program) -> Report) -> (Report, Duration) {
    let rules: Rules = "gil_every".parse().expect("a row of the table");
    let program = Program::compile(source, rules).expect("a supported program");
    explorer(&program);
    let started = Instant::now();
    let report = explorer(&program);
    (report, started.elapsed())
}

fn main() {
    // Only `cargo bench` measures; `cargo test --benches` asks whether it runs.
    let measured = std::env::args().any(|word| word == "--bench");
    let limits = Limits {
        bytecode_states: 0,
        ..Limits::default()
    };
    let (times, many) = if measured { (10, 100) } else { (2, 3) };
    let rows = [
        (
            format!("2 threads x {times}, every bytecode"),
            measure(&counters(2, times), |program| {
                Explorer::new(program)
                    .limits(limits)
                    .reduction(false)
                    .symmetry(false)
                    .run()
            }),
        ),
        (
            format!("2 threads x {times}, reduced"),
            measure(&counters(2, times), |program| {
                Explorer::new(program).limits(limits).run()
            }),
        ),
        (
            "4 threads x 1, reduced".to_owned(),
            measure(&counters(4, 1), |program| {
                Explorer::new(program).limits(limits).run()
            }),
        ),
        (
            format!("{many} threads x 1, exact"),
            measure(&counters(many, 1), |program| {
                Explorer::new(program).limits(limits).run()
            }),
        ),
    ];
    for (name, (report, time)) in rows {
        let seconds = time.as_secs_f64();
        println!(
            "{name}: {} states, {} outcomes, {:.1} ms, {:.0} states/s",
            report.states,
            report.counted.len(),
            1000.0 * seconds,
            report.states as f64 / seconds
        );
    }
}
