//! right: `Once` chooses the writer and orders the readers; the cell only holds the value
//! loom: no: loom has no poisoning, so it has no `call_once_force`

use lab::cell::UnsafeCell;
use lab::sync::Once;

pub struct Publish<T> {
    once: Once,
    slot: UnsafeCell<Option<T>>,
}

// SAFETY: only the closure of `call_once` writes, and readers look after `is_completed`.
unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            once: Once::new(),
            slot: UnsafeCell::new(None),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.once.call_once(|| {
            // SAFETY: this closure runs once, and nobody reads before it is done.
            self.slot.with_mut(|slot| unsafe { *slot = value.take() });
        });
        value.map_or(Ok(()), Err)
    }

    pub fn get(&self) -> Option<&T> {
        if !self.once.is_completed() {
            return None;
        }
        // SAFETY: the write is done and comes before `is_completed` says so.
        self.slot.with(|slot| unsafe { (*slot).as_ref() })
    }
}

pub struct Lazy<T> {
    once: Once,
    made: Publish<T>,
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            once: Once::new(),
            made: Publish::new(),
        }
    }

    /// After a panic the next caller tries again: `call_once_force` does not mind the poison.
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.once.call_once_force(|_| {
            let _ = self.made.publish(make());
        });
        self.made.get().expect("the once has run")
    }
}
