//! Route table: one thread publishes it, every request reads it, and nobody takes a lock to read.
use lab::cell::UnsafeCell;
use lab::sync::atomic::{AtomicU8, Ordering::Relaxed};

const EMPTY: u8 = 0;
const READY: u8 = 1;

/// A place for one value that is filled at most once.
pub struct Publish<T> {
    state: AtomicU8,
    slot: UnsafeCell<Option<T>>,
}

// SAFETY: TODO: why may two threads hold a `&Publish<T>`?
unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        let (state, slot) = (AtomicU8::new(EMPTY), UnsafeCell::new(None));
        Publish { state, slot }
    }

    /// Stores `value` if it is the first one. Everybody else gets the value back, without waiting.
    pub fn publish(&self, value: T) -> Result<(), T> {
        if self.state.load(Relaxed) != EMPTY {
            return Err(value);
        }
        self.state.store(READY, Relaxed);
        // SAFETY: TODO: why is nobody else in the slot now?
        self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
        Ok(())
    }

    /// The published value, or `None` while there is none. Never waits.
    pub fn get(&self) -> Option<&T> {
        if self.state.load(Relaxed) != READY {
            return None;
        }
        // SAFETY: TODO: why will nobody write to the slot any more?
        self.slot.with(|slot| unsafe { (*slot).as_ref() })
    }
}

/// A value that is made by the first thread that needs it.
pub struct Lazy<T>(Publish<T>);

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy(Publish::new())
    }

    /// The value. One caller makes it with its `make`, the others wait until it is there.
    /// If `make` panics, nothing is stored and nobody waits for ever.
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if self.0.get().is_none() {
            let _ = self.0.publish(make());
        }
        self.0.get().expect("it was published above")
    }
}
