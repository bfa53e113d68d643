//! The settings of a server: every request reads them, and somebody replaces them now and then.

use lab::alloc::{from_raw, into_raw, touch};
use lab::sync::atomic::{AtomicPtr, Ordering};

/// A value that is read without a lock and replaced as a whole.
///
/// Readers and writers wait for no reader. A value that was replaced is freed when nobody can look
/// at it any more: by the first `replace` that finds nobody reading, at the latest with the `Config`.
/// The memory comes from `into_raw` and goes back to `from_raw`; say `touch` before you look at it.
pub struct Config<T> {
    current: AtomicPtr<T>,
}

// SAFETY: which accesses may come together, and what keeps them in order?
unsafe impl<T: Send + Sync> Sync for Config<T> {}
// SAFETY: who owns the values?
unsafe impl<T: Send> Send for Config<T> {}

impl<T> Config<T> {
    /// Settings with this value.
    pub fn new(value: T) -> Self {
        let current = AtomicPtr::new(into_raw(Box::new(value)));
        Config { current }
    }

    /// Calls `f` with the value that is current when the call begins, or with a newer one. It takes
    /// no lock. `f` may read and replace, too; if it panics, the read ends like any other.
    pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let current = self.current.load(Ordering::Acquire);
        touch(current);
        // SAFETY: is it still there?
        f(unsafe { &*current })
    }

    /// Replaces the value. Several threads may do so at the same time; they may wait for each other.
    pub fn replace(&self, value: T) {
        let fresh = into_raw(Box::new(value));
        let old = self.current.swap(fresh, Ordering::AcqRel);
        // SAFETY: is nobody looking at it?
        drop(unsafe { from_raw(old) });
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        let current = self.current.load(Ordering::Relaxed);
        // SAFETY: `&mut self` says that nobody reads, and the pointer came from `into_raw`.
        drop(unsafe { from_raw(current) });
    }
}
