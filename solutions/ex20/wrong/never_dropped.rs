//! wrong: an uninitialised slot without a Drop: the value is never given back
//! killed-by: dropped_once
//! verdict: violated
//! kind: leak
//! question: Who drops what lies in a MaybeUninit?

use std::mem::MaybeUninit;

use lab::cell::UnsafeCell;
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU8, Ordering};

const EMPTY: u8 = 0;
const WRITING: u8 = 1;
const READY: u8 = 2;

pub struct Publish<T> {
    state: AtomicU8,
    slot: UnsafeCell<MaybeUninit<T>>,
}

unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            state: AtomicU8::new(EMPTY),
            slot: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        let claim =
            self.state
                .compare_exchange(EMPTY, WRITING, Ordering::Relaxed, Ordering::Relaxed);
        if claim.is_err() {
            return Err(value);
        }
        self.slot.with_mut(|slot| unsafe { (*slot).write(value) });
        self.state.store(READY, Ordering::Release);
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        if self.state.load(Ordering::Acquire) != READY {
            return None;
        }
        Some(self.slot.with(|slot| unsafe { (*slot).assume_init_ref() }))
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
