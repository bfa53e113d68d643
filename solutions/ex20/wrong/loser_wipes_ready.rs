//! wrong: claims by an unconditional swap, so a late publisher overwrites READY
//! killed-by: publish_publish
//! verdict: violated
//! kind: order-violation
//! question: What is in the state after a publisher came too late?

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

unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            state: AtomicU8::new(EMPTY),
            slot: UnsafeCell::new(None),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        match self.state.swap(WRITING, Ordering::AcqRel) {
            EMPTY => {
                self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
                self.state.store(READY, Ordering::Release);
                Ok(())
            }
            READY => {
                self.state.store(READY, Ordering::Release);
                Err(value)
            }
            _ => Err(value),
        }
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
