//! wrong: says READY before the value is in
//! killed-by: publish_get
//! verdict: data-race
//! kind: data-race
//! misconception: M18
//! question: What does a reader find between the two lines?

use lab::cell::UnsafeCell;
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU8, Ordering};

const EMPTY: u8 = 0;
const READY: u8 = 1;

pub struct Publish<T> {
    state: AtomicU8,
    slot: UnsafeCell<Option<T>>,
}

unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            state: AtomicU8::new(EMPTY),
            slot: UnsafeCell::new(None),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        let claim = self
            .state
            .compare_exchange(EMPTY, READY, Ordering::AcqRel, Ordering::Relaxed);
        if claim.is_err() {
            return Err(value);
        }
        self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        if self.state.load(Ordering::Acquire) != READY {
            return None;
        }
        self.slot.with(|slot| unsafe { (*slot).as_ref() })
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
