//! right: three states, Release and Acquire; Lazy looks again with a lock

use lab::cell::UnsafeCell;
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU8, Ordering};

const EMPTY: u8 = 0;
const WRITING: u8 = 1;
const READY: u8 = 2;

pub struct Publish<T> {
    state: AtomicU8,
    slot: UnsafeCell<Option<T>>,
}

// SAFETY: the one writer is chosen by compare-and-exchange, and readers look into the slot only
// after they have seen READY. Send: the value moves to the thread that drops it. Sync: `get`
// lends it to many threads.
unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            state: AtomicU8::new(EMPTY),
            slot: UnsafeCell::new(None),
        }
    }

    // ANCHOR: publish
    pub fn publish(&self, value: T) -> Result<(), T> {
        let claim =
            self.state
                .compare_exchange(EMPTY, WRITING, Ordering::Relaxed, Ordering::Relaxed);
        if claim.is_err() {
            return Err(value);
        }
        // SAFETY: only one thread ever turns EMPTY into WRITING, and readers wait for READY.
        self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
        // Release: whoever reads READY with Acquire sees the value.
        self.state.store(READY, Ordering::Release);
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        // Acquire: pairs with the Release in `publish`.
        if self.state.load(Ordering::Acquire) != READY {
            return None;
        }
        // SAFETY: after READY nobody writes to the slot until it is dropped.
        self.slot.with(|slot| unsafe { (*slot).as_ref() })
    }
    // ANCHOR_END: publish
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

    // ANCHOR: lazy
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
    // ANCHOR_END: lazy
}
