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
