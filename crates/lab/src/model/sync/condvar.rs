//! A checked condition variable.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use checker::rt::{self, Object, ObjectKind};

use super::{LockResult, MutexGuard, map_lock};
use crate::model::Line;

/// [`std::sync::Condvar`], checked.
///
/// In a check a waiting thread may wake although nobody notified it, a time-out may fire at any
/// moment, and `notify_one` may wake any of the waiting threads: std promises nothing else.
pub struct Condvar {
    object: Object,
    inner: std::sync::Condvar,
}

/// [`std::sync::WaitTimeoutResult`], of the checked condition variable.
#[derive(Debug, PartialEq, Eq, Copy, Clone)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// True if the wait ended because the time was over.
    #[must_use]
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

/// What a wait with a time-out returns.
type TimedResult<'a, T> = LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>;

impl Condvar {
    /// Creates a condition variable on which nobody waits.
    #[must_use]
    #[track_caller]
    pub const fn new() -> Self {
        Condvar {
            object: Object::new(ObjectKind::Condvar),
            inner: std::sync::Condvar::new(),
        }
    }

    /// Releases the lock and sleeps until somebody notifies, then takes the lock again.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.sleep(guard, Location::caller())
    }

    /// Waits until `condition` is false.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned.
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        let line = Location::caller();
        while condition(guard.look()) {
            guard = self.sleep(guard, line)?;
        }
        Ok(guard)
    }

    /// Waits for at most `duration`.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        duration: Duration,
    ) -> TimedResult<'a, T> {
        self.sleep_timeout(guard, duration, Location::caller())
    }

    /// Waits until `condition` is false, for at most `duration`.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned.
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        duration: Duration,
        mut condition: F,
    ) -> TimedResult<'a, T>
    where
        F: FnMut(&mut T) -> bool,
    {
        let line = Location::caller();
        if rt::outside(&self.object) {
            let (mutex, inner) = guard.into_parts();
            let result = self.inner.wait_timeout_while(inner, duration, condition);
            return map_lock(result, |(inner, result)| {
                let guard = MutexGuard::from_parts(mutex, inner);
                (guard, WaitTimeoutResult(result.timed_out()))
            });
        }
        // Time does not pass in a check, so the wait is over once a time-out has fired.
        let mut result = WaitTimeoutResult(false);
        loop {
            if !condition(guard.look()) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            if result.timed_out() {
                return Ok((guard, result));
            }
            (guard, result) = self.sleep_timeout(guard, duration, line)?;
        }
    }

    /// Wakes one waiting thread.
    #[track_caller]
    pub fn notify_one(&self) {
        let line = Location::caller();
        if rt::outside(&self.object) {
            self.inner.notify_one();
        } else {
            rt::condvar_notify(&self.object, false, line);
        }
    }

    /// Wakes all waiting threads.
    #[track_caller]
    pub fn notify_all(&self) {
        let line = Location::caller();
        if rt::outside(&self.object) {
            self.inner.notify_all();
        } else {
            rt::condvar_notify(&self.object, true, line);
        }
    }

    fn sleep<'a, T>(&self, guard: MutexGuard<'a, T>, line: Line) -> LockResult<MutexGuard<'a, T>> {
        if rt::outside(&self.object) {
            let (mutex, inner) = guard.into_parts();
            let result = self.inner.wait(inner);
            return map_lock(result, |inner| MutexGuard::from_parts(mutex, inner));
        }
        guard.wait_on(&self.object, false, line).0
    }

    fn sleep_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        duration: Duration,
        line: Line,
    ) -> TimedResult<'a, T> {
        if rt::outside(&self.object) {
            let (mutex, inner) = guard.into_parts();
            let result = self.inner.wait_timeout(inner, duration);
            return map_lock(result, |(inner, result)| {
                let guard = MutexGuard::from_parts(mutex, inner);
                (guard, WaitTimeoutResult(result.timed_out()))
            });
        }
        let (result, timed_out) = guard.wait_on(&self.object, true, line);
        map_lock(result, |guard| (guard, WaitTimeoutResult(timed_out)))
    }
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Condvar::new()
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}
