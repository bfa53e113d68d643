//! right: the value lies in a cell of the checker, the memory is a box of std, and leaving is a loop of exchanges

use std::ops::Deref;
use std::ptr::NonNull;

use lab::cell::UnsafeCell;
use lab::sync::atomic::{AtomicU32, Ordering};

pub struct Shared<T> {
    inner: NonNull<Inner<T>>,
}

struct Inner<T> {
    value: UnsafeCell<T>,
    owners: AtomicU32,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = Box::new(Inner {
            value: UnsafeCell::new(t),
            owners: AtomicU32::new(1),
        });
        let inner = Box::leak(inner).into();
        Shared { inner }
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.inner.as_ref() }
    }

    pub fn count(&self) -> usize {
        self.inner().owners.load(Ordering::Acquire) as usize
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        if self.count() > 1 {
            return None;
        }
        // SAFETY: `count` has acquired; there is no other owner, and `self` is borrowed.
        Some(self.inner().value.with_mut(|value| unsafe { &mut *value }))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: nobody has a `&mut` while there are two owners.
        self.inner().value.with(|value| unsafe { &*value })
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        self.inner().owners.fetch_add(1, Ordering::AcqRel);
        Shared { inner: self.inner }
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        let mut owners = self.count() as u32;
        while let Err(found) = self.inner().owners.compare_exchange_weak(
            owners,
            owners - 1,
            Ordering::AcqRel,
            Ordering::Relaxed,
        ) {
            owners = found;
        }
        if owners == 1 {
            // SAFETY: this was the last owner, and the others have finished.
            drop(unsafe { Box::from_raw(self.inner.as_ptr()) });
        }
    }
}
