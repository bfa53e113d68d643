//! wrong: a lock around an optional box is sound, and every reader waits for the lock
//! killed-by: alone
//! verdict: violated
//! kind: broken-rule
//! question: What does `get` do while somebody else has the lock?
//! loom: holds: engine-counts

use lab::sync::Mutex;

pub struct Publish<T> {
    value: Mutex<Option<Box<T>>>,
}

// SAFETY: `get` lends the value to many threads at once, so T must be Sync too.
unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            value: Mutex::new(None),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        let mut slot = self.value.lock().unwrap();
        if slot.is_some() {
            return Err(value);
        }
        *slot = Some(Box::new(value));
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        let slot = self.value.lock().unwrap();
        let value: *const T = &**slot.as_ref()?;
        // SAFETY: a filled box is neither moved out nor replaced until `self` is dropped.
        Some(unsafe { &*value })
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
