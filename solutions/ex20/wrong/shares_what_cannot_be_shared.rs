//! wrong: the bounds of `Sync` are gone: threads could share a `Cell` through it
//! killed-by: traits
//! verdict: violated
//! kind: wrong-trait
//! misconception: M17
//! question: What must be true of `T` before two threads may look at it?

use lab::cell::UnsafeCell;
use lab::sync::Mutex;
use lab::sync::atomic::AtomicU8;
use lab::sync::atomic::Ordering::{Acquire, Relaxed, Release};

const EMPTY: u8 = 0;
const WRITING: u8 = 1;
const READY: u8 = 2;

pub struct Publish<T> {
    state: AtomicU8,
    slot: UnsafeCell<Option<T>>,
}

// SAFETY: one thread writes the slot, before READY; after READY it is only read.
unsafe impl<T> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            state: AtomicU8::new(EMPTY),
            slot: UnsafeCell::new(None),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        if self
            .state
            .compare_exchange(EMPTY, WRITING, Relaxed, Relaxed)
            .is_err()
        {
            return Err(value);
        }
        // SAFETY: only the thread that claimed WRITING comes here.
        self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
        self.state.store(READY, Release);
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        if self.state.load(Acquire) != READY {
            return None;
        }
        // SAFETY: READY is final.
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
        let _making = self.making.lock().unwrap();
        if self.made.get().is_none() {
            let _ = self.made.publish(make());
        }
        self.made.get().expect("published")
    }
}
