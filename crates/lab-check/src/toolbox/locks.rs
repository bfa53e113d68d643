//! Which locks the current thread holds, and what all threads did in this execution.

pub use checker::rt::Counters;

#[cfg(not(feature = "loom"))]
use checker::rt;
#[cfg(not(feature = "loom"))]
use interleaving::Kind;

/// The locks of `lab` that the current thread holds, oldest first, each with the place where it
/// was taken: `the lock taken at src/lib.rs:14`. Empty outside of a check and under loom.
#[must_use]
pub fn held_locks() -> Vec<String> {
    #[cfg(not(feature = "loom"))]
    return rt::held_locks()
        .iter()
        .map(|held| {
            let place = held.taken;
            format!(
                "the lock taken at {}:{}",
                place.file().replace('\\', "/"),
                place.line()
            )
        })
        .collect();
    #[cfg(feature = "loom")]
    Vec::new()
}

/// Asserts that the current thread holds no lock: put it into a callback that must be free to
/// take any lock itself.
///
/// # Panics
///
/// When it holds one: the promise "callbacks are called without a lock" is broken
/// (`broken-rule`).
#[track_caller]
pub fn assert_unlocked() {
    #[cfg(not(feature = "loom"))]
    if let Some(first) = held_locks().first() {
        crate::broken_promise(
            Some(Kind::BrokenRule),
            format!("the callback was called while its thread still held {first}"),
        );
    }
}

/// What all threads of the current execution did so far: locks taken, notifications, threads
/// started, reference counts cloned. Zeros outside of a check and under loom.
#[must_use]
pub fn counters() -> Counters {
    #[cfg(not(feature = "loom"))]
    return rt::counters();
    #[cfg(feature = "loom")]
    Counters::default()
}
