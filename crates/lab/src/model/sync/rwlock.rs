//! A checked reader-writer lock.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use checker::rt::{self, Object, ObjectKind};

use super::{LockResult, TryLockError, TryLockResult, granted, map_lock, map_try_lock};
use crate::model::NotRead;
use crate::model::peek::peek;

/// A guard is without std's guard only while it is being consumed.
const HELD: &str = "a guard holds its lock";

/// [`std::sync::RwLock`], checked.
pub struct RwLock<T: ?Sized> {
    object: Object,
    inner: std::sync::RwLock<T>,
}

/// [`std::sync::RwLockReadGuard`], checked.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized + 'a> {
    lock: &'a RwLock<T>,
    inner: Option<std::sync::RwLockReadGuard<'a, T>>,
}

/// [`std::sync::RwLockWriteGuard`], checked.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized + 'a> {
    lock: &'a RwLock<T>,
    inner: Option<std::sync::RwLockWriteGuard<'a, T>>,
    /// Whether the value may have been written: looking again and again is polling.
    changed: bool,
}

impl<T> RwLock<T> {
    /// Creates an unlocked lock.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        RwLock {
            object: Object::new(ObjectKind::RwLock),
            inner: std::sync::RwLock::new(value),
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

impl<T: ?Sized> RwLock<T> {
    /// Takes the lock to read; waits while another thread may write.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned: a thread panicked while it could write.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return map_lock(self.inner.read(), |inner| self.reader(inner));
        }
        rt::rw_read(&self.object, line);
        self.reading()
    }

    /// Takes the lock to read if nobody may write.
    ///
    /// # Errors
    ///
    /// When another thread may write, or when the lock is poisoned.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return map_try_lock(self.inner.try_read(), |inner| self.reader(inner));
        }
        if !rt::rw_try_read(&self.object, line) {
            return Err(TryLockError::WouldBlock);
        }
        self.reading().map_err(TryLockError::Poisoned)
    }

    /// Takes the lock to write; waits while another thread holds it in any way.
    ///
    /// # Errors
    ///
    /// When the lock is poisoned: a thread panicked while it could write.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return map_lock(self.inner.write(), |inner| self.writer(inner));
        }
        rt::rw_write(&self.object, line);
        self.writing()
    }

    /// Takes the lock to write if nobody holds it.
    ///
    /// # Errors
    ///
    /// When another thread holds it, or when it is poisoned.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return map_try_lock(self.inner.try_write(), |inner| self.writer(inner));
        }
        if !rt::rw_try_write(&self.object, line) {
            return Err(TryLockError::WouldBlock);
        }
        self.writing().map_err(TryLockError::Poisoned)
    }

    /// True if a thread panicked while it could write.
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

    fn reader<'a>(&'a self, inner: std::sync::RwLockReadGuard<'a, T>) -> RwLockReadGuard<'a, T> {
        RwLockReadGuard {
            lock: self,
            inner: Some(inner),
        }
    }

    fn writer<'a>(&'a self, inner: std::sync::RwLockWriteGuard<'a, T>) -> RwLockWriteGuard<'a, T> {
        RwLockWriteGuard {
            lock: self,
            inner: Some(inner),
            changed: false,
        }
    }

    fn reading(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let result = granted(self.inner.try_read());
        annotate(&result);
        map_lock(result, |inner| self.reader(inner))
    }

    fn writing(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let result = granted(self.inner.try_write());
        annotate(&result);
        map_lock(result, |inner| self.writer(inner))
    }
}

/// Adds the value behind a lock to the event that took it.
fn annotate<G: Deref>(result: &LockResult<G>) {
    match result {
        Ok(inner) => rt::annotate(|| peek(&**inner)),
        Err(poisoned) => {
            rt::annotate(|| peek(&**poisoned.get_ref()));
            rt::annotate_poisoned();
        }
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// Goes on with read access, in one step: nobody writes in between.
    #[track_caller]
    pub fn downgrade(mut guard: Self) -> RwLockReadGuard<'a, T> {
        let line = Location::caller();
        let inner = guard.inner.take().expect(HELD);
        let lock = guard.lock;
        // What is left has nothing to drop, and must not release the lock.
        std::mem::forget(guard);
        let inner = std::sync::RwLockWriteGuard::downgrade(inner);
        if !rt::outside(&lock.object) {
            rt::rw_downgrade(&lock.object, line);
        }
        lock.reader(inner)
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        drop(inner);
        if !rt::outside(&self.lock.object) {
            rt::rw_unlock_read(&self.lock.object);
        }
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        if rt::outside(&self.lock.object) {
            return;
        }
        let value = if rt::recording() { peek(&*inner) } else { None };
        // Std's lock first, as in the mutex.
        drop(inner);
        let changed = self.changed || std::thread::panicking();
        rt::rw_unlock_write(&self.lock.object, changed);
        rt::annotate(|| value);
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect(HELD)
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect(HELD)
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.changed = true;
        self.inner.as_mut().expect(HELD)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("RwLock");
        // As in std, this looks into the lock only if it can be read.
        if rt::outside(&self.object) {
            match self.inner.try_read() {
                Ok(inner) => out.field("data", &&*self.reader(inner)),
                Err(TryLockError::Poisoned(p)) => out.field("data", &&*self.reader(p.into_inner())),
                Err(TryLockError::WouldBlock) => out.field("data", &format_args!("<locked>")),
            };
        } else {
            out.field("data", &NotRead);
        }
        out.field("poisoned", &self.inner.is_poisoned())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        RwLock::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        RwLock::new(value)
    }
}
