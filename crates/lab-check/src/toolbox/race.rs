//! Threads that the model starts, so that a solution cannot do without them.

// The plumbing is std's `Arc`: it only keeps the closure alive, so it takes no steps in a table.
use std::sync::Arc;

use lab::thread;

/// Runs `body(0)` to `body(n - 1)` at the same time, each on a thread of `lab`, and returns the
/// results in this order.
///
/// ```
/// let doubled = lab_check::race(3, |i| 2 * i);
/// assert_eq!(doubled, [0, 2, 4]);
/// ```
///
/// # Panics
///
/// With the panic of the first thread that panicked, in the order of their numbers.
#[track_caller]
pub fn race<T: Send + 'static>(
    n: usize,
    body: impl Fn(usize) -> T + Send + Sync + 'static,
) -> Vec<T> {
    let body = Arc::new(body);
    // Loops instead of iterators: a closure would hide the caller's line from the table.
    let mut threads = Vec::with_capacity(n);
    for i in 0..n {
        let body = Arc::clone(&body);
        threads.push(thread::spawn(move || body(i)));
    }
    let mut results = Vec::with_capacity(n);
    for thread in threads {
        match thread.join() {
            Ok(result) => results.push(result),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
    results
}
