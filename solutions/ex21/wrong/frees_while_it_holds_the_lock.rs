//! wrong: the guard of the lock lives longer than the memory it lies in
//! killed-by: alone
//! verdict: data-race
//! kind: use-after-free
//! misconception: M6
//! question: In which line is your lock let go, and where does it lie?

use std::ops::Deref;
use std::ptr::NonNull;

use lab::alloc;
use lab::sync::Mutex;

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

    pub fn count(&self) -> usize {
        *self.inner().owners.lock().unwrap()
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        if self.count() != 1 {
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
        *self.inner().owners.lock().unwrap() += 1;
        Shared(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        let mut owners = self.inner().owners.lock().unwrap();
        *owners -= 1;
        if *owners == 0 {
            // SAFETY: this was the last owner.
            drop(unsafe { alloc::from_raw(self.0.as_ptr()) });
        }
    }
}
