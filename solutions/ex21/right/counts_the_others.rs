//! right: the count starts at zero, and changes in loops that cannot pass the end of the range

use std::ops::Deref;
use std::ptr::NonNull;

use lab::alloc;
use lab::sync::atomic::{
    AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed},
};

pub struct Shared<T>(NonNull<Inner<T>>);

struct Inner<T> {
    others: AtomicUsize,
    value: T,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = alloc::into_raw(Box::new(Inner {
            others: AtomicUsize::new(0),
            value: t,
        }));
        Shared(NonNull::new(inner).expect("a box has an address"))
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.0.as_ref() }
    }

    pub fn count(&self) -> usize {
        1 + self.inner().others.load(Acquire)
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        // Zero others stay zero others: the exchange only looks.
        self.inner()
            .others
            .compare_exchange(0, 0, Acquire, Relaxed)
            .ok()?;
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
        let one_more = |others: usize| others.checked_add(1);
        let counted = self.inner().others.fetch_update(Relaxed, Relaxed, one_more);
        counted.expect("there is not enough memory for so many owners");
        Shared(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        let one_less = |others: usize| others.checked_sub(1);
        let left = self.inner().others.fetch_update(AcqRel, Acquire, one_less);
        if left.is_err() {
            // SAFETY: there were no others, and what they have done was acquired.
            drop(unsafe { alloc::from_raw(self.0.as_ptr()) });
        }
    }
}
