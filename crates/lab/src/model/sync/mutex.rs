//! A checked mutex.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use checker::rt::{self, Object, ObjectKind};

use super::{LockResult, TryLockError, TryLockResult, granted, map_lock, map_try_lock};
use crate::model::peek::peek;
use crate::model::{Line, NotRead};

/// A guard is without std's guard only while it is being consumed.
const HELD: &str = "a guard holds its lock";

/// [`std::sync::Mutex`], checked.
pub struct Mutex<T: ?Sized> {
    object: Object,
    inner: std::sync::Mutex<T>,
}

/// [`std::sync::MutexGuard`], checked.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized + 'a> {
    mutex: &'a Mutex<T>,
    inner: Option<std::sync::MutexGuard<'a, T>>,
    /// Whether the value may have been written: looking again and again is polling.
    changed: bool,
}

impl<T> Mutex<T> {
    /// Creates an unlocked mutex.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Mutex {
            object: Object::new(ObjectKind::Mutex),
            inner: std::sync::Mutex::new(value),
        }
    }

    /// Takes the value out.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned: the error holds the value.
    pub fn into_inner(self) -> LockResult<T> {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Takes the lock; waits while another thread holds it.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned: a thread panicked while it held it.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return map_lock(self.inner.lock(), |inner| self.guard(inner));
        }
        rt::mutex_lock(&self.object, line);
        self.taken()
    }

    /// Takes the lock if nobody holds it.
    ///
    /// # Errors
    ///
    /// When somebody holds it, or when it is poisoned.
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return map_try_lock(self.inner.try_lock(), |inner| self.guard(inner));
        }
        if !rt::mutex_try_lock(&self.object, line) {
            return Err(TryLockError::WouldBlock);
        }
        self.taken().map_err(TryLockError::Poisoned)
    }

    /// True if a thread panicked while it held the lock.
    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        let line = Location::caller();
        if !rt::outside(&self.object) {
            rt::lock_look(&self.object, line);
        }
        self.inner.is_poisoned()
    }

    /// Makes the lock usable again after a panic.
    #[track_caller]
    pub fn clear_poison(&self) {
        let line = Location::caller();
        if !rt::outside(&self.object) {
            rt::lock_look(&self.object, line);
        }
        self.inner.clear_poison();
    }

    /// The value, of which the caller is the only owner.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned: the error holds the reference.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.inner.get_mut()
    }

    fn guard<'a>(&'a self, inner: std::sync::MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        MutexGuard {
            mutex: self,
            inner: Some(inner),
            changed: false,
        }
    }

    /// The guard for a lock that the engine has given to this thread.
    fn taken(&self) -> LockResult<MutexGuard<'_, T>> {
        let result = granted(self.inner.try_lock());
        match &result {
            Ok(inner) => rt::annotate(|| peek(&**inner)),
            Err(poisoned) => {
                rt::annotate(|| peek(&**poisoned.get_ref()));
                rt::annotate_poisoned();
            }
        }
        map_lock(result, |inner| self.guard(inner))
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// The mutex and std's guard, without releasing the lock.
    pub(super) fn into_parts(mut self) -> (&'a Mutex<T>, std::sync::MutexGuard<'a, T>) {
        let inner = self.inner.take().expect(HELD);
        let mutex = self.mutex;
        // What is left has nothing to drop, and must not release the lock.
        std::mem::forget(self);
        (mutex, inner)
    }

    /// The reverse of [`into_parts`](Self::into_parts).
    pub(super) fn from_parts(
        mutex: &'a Mutex<T>,
        inner: std::sync::MutexGuard<'a, T>,
    ) -> MutexGuard<'a, T> {
        mutex.guard(inner)
    }

    /// The value, for the condition of a wait. It gets a mutable reference, as in std, but its
    /// business is to look: a loop that only waits and looks is a polling loop.
    pub(super) fn look(&mut self) -> &mut T {
        self.inner.as_mut().expect(HELD)
    }

    /// Sleeps on a condition variable and takes the lock again. True: the time-out fired.
    pub(super) fn wait_on(
        self,
        condvar: &Object,
        timeout: bool,
        line: Line,
    ) -> (LockResult<MutexGuard<'a, T>>, bool) {
        let changed = self.changed;
        let (mutex, inner) = self.into_parts();
        drop(inner);
        let timed_out = rt::condvar_wait(condvar, &mutex.object, changed, timeout, line);
        (mutex.taken(), timed_out)
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        if rt::outside(&self.mutex.object) {
            return;
        }
        let value = if rt::recording() { peek(&*inner) } else { None };
        // Std's lock first: this poisons it when the thread panics, and the next owner may run
        // as soon as the engine knows that the lock is free.
        drop(inner);
        let changed = self.changed || std::thread::panicking();
        rt::mutex_unlock(&self.mutex.object, changed);
        rt::annotate(|| value);
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect(HELD)
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.changed = true;
        self.inner.as_mut().expect(HELD)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Mutex");
        // As in std, this looks into the lock only if it is free.
        if rt::outside(&self.object) {
            match self.inner.try_lock() {
                Ok(inner) => out.field("data", &&*self.guard(inner)),
                Err(TryLockError::Poisoned(p)) => out.field("data", &&*self.guard(p.into_inner())),
                Err(TryLockError::WouldBlock) => out.field("data", &"<locked>"),
            };
        } else {
            out.field("data", &NotRead);
        }
        out.field("poisoned", &self.inner.is_poisoned())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Mutex::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Mutex::new(value)
    }
}
