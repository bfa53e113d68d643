//! Vector clocks: which events happen before which.

use crate::limits::MAX_THREADS;

/// A thread of one execution, numbered in the order of starting. Thread 0 runs the model.
pub(crate) type Tid = usize;

/// For each thread, the number of its newest event that happens before the owner of the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock([u32; MAX_THREADS]);

impl Clock {
    /// Adds everything that happens before `other`.
    pub(crate) fn join(&mut self, other: &Clock) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// True when event number `event` of `thread` happens before, or is, the owner of the clock.
    pub(crate) fn covers(&self, thread: Tid, event: u32) -> bool {
        self.0[thread] >= event
    }

    /// Starts the next event of `thread` and returns its number.
    pub(crate) fn tick(&mut self, thread: Tid) -> u32 {
        self.0[thread] += 1;
        self.0[thread]
    }
}
