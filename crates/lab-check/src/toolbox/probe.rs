//! A place where another thread may run.

use std::panic::Location;

/// A step that changes nothing: another thread may run here.
///
/// Every callback that a model passes to a solution calls it. Without it, a callback that works on
/// plain values would be one with the step before it, and a solution that calls it at the wrong
/// moment could pass: code that the checker cannot see takes no time in a schedule.
#[track_caller]
pub fn probe() {
    #[cfg(not(feature = "loom"))]
    if checker::rt::in_model() {
        checker::rt::scheduling_point(Location::caller());
    }
    #[cfg(feature = "loom")]
    {
        let _ = Location::caller();
        lab::thread::yield_now();
    }
}
