//! wrong: the count is a byte, which begins anew after 255
//! killed-by: many_owners
//! verdict: violated
//! kind: wrong-result
//! loom: no: it follows a model for a thousand steps, which are too few for 256 owners
//! question: How many owners can there be, and what does your count say then?

use std::ops::Deref;
use std::ptr::NonNull;

use lab::alloc;
use lab::sync::atomic::{
    AtomicU8,
    Ordering::{Acquire, Relaxed, Release},
    fence,
};

pub struct Shared<T>(NonNull<Inner<T>>);

struct Inner<T> {
    owners: AtomicU8,
    value: T,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = alloc::into_raw(Box::new(Inner {
            owners: AtomicU8::new(1),
            value: t,
        }));
        Shared(NonNull::new(inner).expect("a box has an address"))
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.0.as_ref() }
    }

    pub fn count(&self) -> usize {
        self.inner().owners.load(Relaxed).into()
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        // Acquire: those who have left have released what they did.
        if self.inner().owners.load(Acquire) != 1 {
            return None;
        }
        // SAFETY: there is no other owner, new ones are made from `self`, and it is borrowed.
        Some(unsafe { &mut self.0.as_mut().value })
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
        self.inner().owners.fetch_add(1, Relaxed);
        Shared(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.inner().owners.fetch_sub(1, Release) != 1 {
            return;
        }
        fence(Acquire);
        // SAFETY: this was the last owner, and the others have finished.
        drop(unsafe { alloc::from_raw(self.0.as_ptr()) });
    }
}
