//! wrong: publishes a pointer, but not what it points to
//! killed-by: publish_get
//! verdict: data-race
//! kind: data-race
//! misconception: M18
//! question: The reader has the address. What makes the content arrive before it?
//! loom: no: loom's atomics have no `get_mut`

use std::ptr;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicPtr, Ordering};

pub struct Publish<T> {
    value: AtomicPtr<T>,
}

unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            value: AtomicPtr::new(ptr::null_mut()),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        let fresh = Box::into_raw(Box::new(value));
        let claim = self.value.compare_exchange(
            ptr::null_mut(),
            fresh,
            Ordering::Relaxed,
            Ordering::Relaxed,
        );
        match claim {
            Ok(_) => Ok(()),
            Err(_) => Err(*unsafe { Box::from_raw(fresh) }),
        }
    }

    pub fn get(&self) -> Option<&T> {
        unsafe { self.value.load(Ordering::Relaxed).as_ref() }
    }
}

impl<T> Drop for Publish<T> {
    fn drop(&mut self) {
        let value = *self.value.get_mut();
        if !value.is_null() {
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
