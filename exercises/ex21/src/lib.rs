//! Shared buffers: many requests read one buffer, and the last owner gives it back.
use lab::alloc;
use lab::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{ops::Deref, ptr::NonNull};

/// A value with any number of owners. It is dropped with the last one, and only then.
pub struct Shared<T>(NonNull<Inner<T>>);
struct Inner<T> {
    owners: AtomicUsize,
    value: T,
}
// SAFETY: TODO: many threads read the value. In which of them is it dropped?
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: TODO: what can another thread do with a `&Shared<T>`?
unsafe impl<T: Send + Sync> Sync for Shared<T> {}
impl<T> Shared<T> {
    pub fn new(t: T) -> Self {
        let (owners, value) = (AtomicUsize::new(1), t);
        let inner = alloc::into_raw(Box::new(Inner { owners, value }));
        Shared(NonNull::new(inner).expect("a box has an address"))
    }
    fn inner(&self) -> &Inner<T> {
        // SAFETY: the memory is there as long as it has an owner, and `self` is one.
        unsafe { self.0.as_ref() }
    }
    /// How many owners there are. While others come and go, it may be old before you use it.
    pub fn count(&self) -> usize {
        self.inner().owners.load(Relaxed)
    }
    /// The value, to change it, if `self` is the only owner.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        if self.count() != 1 {
            return None;
        }
        // SAFETY: TODO: nobody reads the value now. How do you know that all have finished?
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
        self.inner().owners.store(self.count() + 1, Relaxed);
        Shared(self.0)
    }
}
impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        match self.count() {
            // SAFETY: TODO: why will nobody use the memory any more, and is everybody done?
            1 => drop(unsafe { alloc::from_raw(self.0.as_ptr()) }),
            owners => self.inner().owners.store(owners - 1, Relaxed),
        }
    }
}
