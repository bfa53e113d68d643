//! wrong: a plain count in a cell that the checker sees
//! killed-by: read_and_drop
//! verdict: data-race
//! kind: data-race
//! misconception: M17
//! question: Two threads change a plain number, and nothing orders them. What is that called?

use std::ops::Deref;
use std::ptr::NonNull;

use lab::alloc;
use lab::cell::UnsafeCell;

pub struct Shared<T>(NonNull<Inner<T>>);

struct Inner<T> {
    owners: UnsafeCell<usize>,
    value: T,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = alloc::into_raw(Box::new(Inner {
            owners: UnsafeCell::new(1),
            value: t,
        }));
        Shared(NonNull::new(inner).expect("a box has an address"))
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.0.as_ref() }
    }

    pub fn count(&self) -> usize {
        // SAFETY: a number is read in one go.
        self.inner().owners.with(|owners| unsafe { *owners })
    }

    fn change(&self, by: isize) -> usize {
        // SAFETY: it takes no time.
        self.inner().owners.with_mut(|owners| unsafe {
            *owners = owners.read().wrapping_add_signed(by);
            *owners
        })
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
        self.change(1);
        Shared(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.change(-1) == 0 {
            // SAFETY: this was the last owner.
            drop(unsafe { alloc::from_raw(self.0.as_ptr()) });
        }
    }
}
