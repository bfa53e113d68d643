//! Loom's condition variable, with `wait_while`.

use std::sync::LockResult;

use super::MutexGuard;

/// A condition variable. Loom's has no spurious wake-ups and no time-outs.
#[derive(Debug, Default)]
pub struct Condvar {
    inner: loom::sync::Condvar,
}

impl Condvar {
    /// Creates a condition variable on which nobody waits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Releases the lock and sleeps until somebody notifies, then takes the lock again.
    ///
    /// # Errors
    ///
    /// Never: loom does not poison locks.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.inner.wait(guard)
    }

    /// Waits until `condition` is false.
    ///
    /// # Errors
    ///
    /// Never: loom does not poison locks.
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// Wakes one waiting thread.
    #[track_caller]
    pub fn notify_one(&self) {
        self.inner.notify_one();
    }

    /// Wakes all waiting threads.
    #[track_caller]
    pub fn notify_all(&self) {
        self.inner.notify_all();
    }
}
