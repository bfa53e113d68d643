//! right: a lock around the count: it orders everything, and is let go before the memory is freed

use std::ops::Deref;
use std::ptr::NonNull;

use lab::alloc;
use lab::sync::{Mutex, PoisonError};

pub struct Shared<T>(NonNull<Inner<T>>);

struct Inner<T> {
    owners: Mutex<usize>,
    value: T,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = alloc::into_raw(Box::new(Inner {
            owners: Mutex::new(1),
            value: t,
        }));
        Shared(NonNull::new(inner).expect("a box has an address"))
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.0.as_ref() }
    }

    /// Counts one owner more or less; the count after it.
    fn change(&self, by: isize) -> usize {
        let owners = &self.inner().owners;
        let mut owners = owners.lock().unwrap_or_else(PoisonError::into_inner);
        *owners = owners.saturating_add_signed(by);
        *owners
    }

    pub fn count(&self) -> usize {
        self.change(0)
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        match self.count() {
            // SAFETY: there is no other owner, new ones are made from `self`, and it is borrowed.
            1 => Some(unsafe { &mut self.0.as_mut().value }),
            _ => None,
        }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner().value
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        self.change(1);
        Self(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.change(-1) == 0 {
            // SAFETY: this was the last owner, and the lock has ordered the others before it.
            drop(unsafe { alloc::from_raw(self.0.as_ptr()) });
        }
    }
}
