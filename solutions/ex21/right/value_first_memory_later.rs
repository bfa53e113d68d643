//! right: as the standard library: one count for the value and one for the memory

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;

use lab::sync::atomic::{
    AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
    fence,
};

pub struct Shared<T> {
    inner: NonNull<Inner<T>>,
    /// Dropping a `Shared` may drop a `T`.
    _owns: PhantomData<Inner<T>>,
}

struct Inner<T> {
    /// The owners of the value.
    owners: AtomicUsize,
    /// The owners of the memory: all owners of the value together are one of them.
    rooms: AtomicUsize,
    value: ManuallyDrop<T>,
}

// SAFETY: clones in many threads read the value (Sync), and any of them may drop it (Send).
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: whoever has a `&Shared<T>` can clone it, so the same is needed.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let inner = Box::new(Inner {
            owners: AtomicUsize::new(1),
            rooms: AtomicUsize::new(1),
            value: ManuallyDrop::new(t),
        });
        Shared {
            inner: Box::leak(inner).into(),
            _owns: PhantomData,
        }
    }

    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.inner.as_ref() }
    }

    pub fn count(&self) -> usize {
        self.inner().owners.load(Relaxed)
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        // Acquire: those who have left have released what they did.
        if self.inner().owners.load(Acquire) != 1 {
            return None;
        }
        // SAFETY: there is no other owner, new ones are made from `self`, and it is borrowed.
        Some(unsafe { &mut self.inner.as_mut().value })
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
        let before = self.inner().owners.fetch_add(1, Relaxed);
        assert!(before <= isize::MAX as usize, "too many owners");
        Shared {
            inner: self.inner,
            _owns: PhantomData,
        }
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.inner().owners.fetch_sub(1, Release) != 1 {
            return;
        }
        fence(Acquire);
        // SAFETY: this was the last owner, and the others have finished.
        unsafe { ManuallyDrop::drop(&mut self.inner.as_mut().value) };
        if self.inner().rooms.fetch_sub(1, Release) == 1 {
            fence(Acquire);
            // SAFETY: nobody needs the memory any more, and the value is gone.
            drop(unsafe { Box::from_raw(self.inner.as_ptr()) });
        }
    }
}
