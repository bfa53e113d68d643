//! Whether a process is gone.

use std::thread;
use std::time::{Duration, Instant};

/// Whether the process with this number has ended, or does so within `patience`: one that was killed
/// takes a moment to be gone. For tests of what ends other processes; Linux only.
#[must_use]
pub fn has_ended(process: &str, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat"));
        // A zombie has ended; it waits for a parent to notice.
        let alive = stat.is_ok_and(|stat| !stat.contains(") Z "));
        if !alive || Instant::now() > deadline {
            return !alive;
        }
        thread::yield_now();
    }
}
