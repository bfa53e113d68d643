//! A checked barrier.

use std::fmt;
use std::panic::Location;

use checker::rt::{self, Object, ObjectKind};

/// [`std::sync::Barrier`], checked.
pub struct Barrier {
    object: Object,
    size: usize,
    inner: std::sync::Barrier,
}

/// [`std::sync::BarrierWaitResult`], of the checked barrier.
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// True for exactly one of the threads that met.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl Barrier {
    /// Creates a barrier for `n` threads.
    #[must_use]
    #[track_caller]
    pub const fn new(n: usize) -> Self {
        Barrier {
            object: Object::new(ObjectKind::Barrier),
            size: n,
            inner: std::sync::Barrier::new(n),
        }
    }

    /// Waits until `n` threads have come here.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return BarrierWaitResult(self.inner.wait().is_leader());
        }
        BarrierWaitResult(rt::barrier_wait(&self.object, self.size, line))
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}

impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult")
            .field("is_leader", &self.is_leader())
            .finish()
    }
}
