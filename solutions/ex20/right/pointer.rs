//! right: an atomic pointer to a box: null means empty, compare-and-exchange publishes, Drop frees
//! loom: no: loom's atomics have no `get_mut`

use std::ptr;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicPtr, Ordering};

pub struct Publish<T> {
    value: AtomicPtr<T>,
}

// SAFETY: the pointer is set once, from null to a box that this struct owns and never changes.
unsafe impl<T: Send + Sync> Sync for Publish<T> {}
// SAFETY: a Publish owns its value like a box.
unsafe impl<T: Send> Send for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            value: AtomicPtr::new(ptr::null_mut()),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        let fresh = Box::into_raw(Box::new(value));
        // Release: readers of the pointer see what it points to.
        match self.value.compare_exchange(
            ptr::null_mut(),
            fresh,
            Ordering::Release,
            Ordering::Relaxed,
        ) {
            Ok(_) => Ok(()),
            // SAFETY: `fresh` came from a box and was not published.
            Err(_) => Err(*unsafe { Box::from_raw(fresh) }),
        }
    }

    pub fn get(&self) -> Option<&T> {
        let value = self.value.load(Ordering::Acquire);
        // SAFETY: null, or a box that lives as long as `self`; Acquire pairs with Release.
        unsafe { value.as_ref() }
    }
}

impl<T> Drop for Publish<T> {
    fn drop(&mut self) {
        let value = *self.value.get_mut();
        if !value.is_null() {
            // SAFETY: it came from `Box::into_raw`, and `&mut self` means that nobody reads it.
            drop(unsafe { Box::from_raw(value) });
        }
    }
}

pub struct Lazy<T> {
    made: Publish<T>,
    making: Mutex<()>,
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            made: Publish::new(),
            making: Mutex::new(()),
        }
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if let Some(value) = self.made.get() {
            return value;
        }
        // A panic in `make` poisons this lock: the next caller panics too, and nobody waits.
        let _making = self.making.lock().unwrap();
        // Somebody may have finished while this thread waited for the lock.
        if self.made.get().is_none() {
            let _ = self.made.publish(make());
        }
        self.made.get().expect("published above or before")
    }
}
