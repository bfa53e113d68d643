//! The program whose schedules can be counted by hand, for the tests and for the benchmark.

/// Threads that add one to the global `n`, each `rounds` times.
pub(crate) fn counters(threads: usize, rounds: usize) -> String {
    let body = if rounds == 1 {
        "    n += 1\n".to_owned()
    } else {
        format!("    for _ in range({rounds}):\n        n += 1\n")
    };
    format!(
        "import threading\nn = 0\ndef inc():\n    global n\n{body}\
         ts = [threading.Thread(target=inc) for _ in range({threads})]\n\
         for t in ts:\n    t.start()\nfor t in ts:\n    t.join()\n"
    )
}
