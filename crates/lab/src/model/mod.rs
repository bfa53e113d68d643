//! Checked types: inside a check every operation is a step of the engine, outside they are std's.
//!
//! Each type holds std's own type and an engine object. An operation first asks
//! [`rt::outside`](checker::rt::outside) where it is. Outside a check it calls std. Inside, the
//! engine decides when the operation happens and what it sees; std's type then holds the data,
//! and is never contended, because the engine runs one thread at a time and does not switch
//! between a call of `rt` that has returned and the next one.
//!
//! The learner's line is taken with `Location::caller()` first of all in every operation: inside
//! a closure it would be the line of the closure.

pub mod alloc;
pub mod cell;
pub mod channel;
mod peek;
mod racy;
pub mod sync;
pub mod thread;

pub use crate::__checked_thread_local as thread_local;
pub use racy::Racy;

/// What `{:?}` shows during a check instead of a value that other threads may change.
///
/// Reading such a value would be a step, and `println!("{:?}", self)` holds std's lock of the output
/// while it formats: a thread that is stopped at the step would stop every other thread that prints,
/// where the engine cannot see it. Reading it without a step would give a program a value that the
/// schedule knows nothing about.
struct NotRead;

impl std::fmt::Debug for NotRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<not read during a check>")
    }
}

/// The learner's line.
type Line = &'static std::panic::Location<'static>;

/// Hints to the processor.
pub mod hint {
    use std::panic::Location;

    use checker::rt;

    /// Says that the thread polls; in a check, others go first.
    #[track_caller]
    pub fn spin_loop() {
        let line = Location::caller();
        if rt::in_model() {
            rt::spin_hint(line);
        } else {
            std::hint::spin_loop();
        }
    }
}
