//! right: an uninitialised slot with a Drop of its own, and a claim by swap on a second flag
//! loom: no: loom's atomics have no `get_mut`

use std::mem::MaybeUninit;

use lab::cell::UnsafeCell;
use lab::sync::Once;
use lab::sync::atomic::{AtomicBool, Ordering};

pub struct Publish<T> {
    claimed: AtomicBool,
    ready: AtomicBool,
    slot: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: one writer by `claimed`, readers only after `ready`.
unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            claimed: AtomicBool::new(false),
            ready: AtomicBool::new(false),
            slot: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        if self.claimed.swap(true, Ordering::Relaxed) {
            return Err(value);
        }
        // SAFETY: exactly one swap answers false.
        self.slot.with_mut(|slot| unsafe { (*slot).write(value) });
        // Release: the value before the flag.
        self.ready.store(true, Ordering::Release);
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        // Acquire: the flag before the value.
        if !self.ready.load(Ordering::Acquire) {
            return None;
        }
        // SAFETY: `ready` says that the slot is filled, and it is never written again.
        Some(self.slot.with(|slot| unsafe { (*slot).assume_init_ref() }))
    }
}

impl<T> Drop for Publish<T> {
    fn drop(&mut self) {
        if *self.ready.get_mut() {
            // SAFETY: filled, and `&mut self` means that nobody reads it.
            self.slot
                .with_mut(|slot| unsafe { (*slot).assume_init_drop() });
        }
    }
}

/// `Once` runs the first caller and lets the others wait; after a panic it panics for everybody.
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

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.once.call_once(|| {
            let _ = self.made.publish(make());
        });
        self.made.get().expect("the once has run")
    }
}
