//! wrong: a plain count, and a promise to the compiler
//! killed-by: scan
//! verdict: refused
//! misconception: M17
//! question: Two threads add to a plain number at the same time. What is it then?

use std::cell::Cell;
use std::ops::Deref;
use std::ptr::NonNull;

use lab::alloc;

pub struct Shared<T>(NonNull<Inner<T>>);

struct Inner<T> {
    owners: Cell<usize>,
    value: T,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = alloc::into_raw(Box::new(Inner {
            owners: Cell::new(1),
            value: t,
        }));
        Shared(NonNull::new(inner).expect("a box has an address"))
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.0.as_ref() }
    }

    pub fn count(&self) -> usize {
        self.inner().owners.get()
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        // SAFETY: there is no other owner.
        (self.count() == 1).then(|| unsafe { &mut self.0.as_mut().value })
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
        self.inner().owners.set(self.count() + 1);
        Shared(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        self.inner().owners.set(self.count() - 1);
        if self.count() == 0 {
            // SAFETY: this was the last owner.
            drop(unsafe { alloc::from_raw(self.0.as_ptr()) });
        }
    }
}
