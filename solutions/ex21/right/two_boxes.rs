//! right: the count and the value lie in boxes of their own, made by std

use std::ops::Deref;
use std::ptr::NonNull;

use lab::sync::atomic::{AtomicUsize, Ordering, fence};

pub struct Shared<T> {
    owners: NonNull<AtomicUsize>,
    value: NonNull<T>,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        Shared {
            owners: NonNull::from(Box::leak(Box::new(AtomicUsize::new(1)))),
            value: NonNull::from(Box::leak(Box::new(t))),
        }
    }

    fn owners(&self) -> &AtomicUsize {
        // SAFETY: both boxes live as long as there is an owner, and `self` is one.
        unsafe { self.owners.as_ref() }
    }

    pub fn count(&self) -> usize {
        self.owners().load(Ordering::Relaxed)
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        if self.count() == 1 {
            fence(Ordering::Acquire);
            // SAFETY: there is no other owner, new ones are made from `self`, and it is borrowed.
            Some(unsafe { self.value.as_mut() })
        } else {
            None
        }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: as in `owners`, and nobody has a `&mut` while there are two owners.
        unsafe { self.value.as_ref() }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        let before = self.owners().fetch_add(1, Ordering::Relaxed);
        assert!(before < usize::MAX / 2, "too many owners");
        Shared {
            owners: self.owners,
            value: self.value,
        }
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.owners().fetch_sub(1, Ordering::Release) > 1 {
            return;
        }
        fence(Ordering::Acquire);
        // SAFETY: this was the last owner, and the others have finished.
        unsafe {
            drop(Box::from_raw(self.value.as_ptr()));
            drop(Box::from_raw(self.owners.as_ptr()));
        }
    }
}
