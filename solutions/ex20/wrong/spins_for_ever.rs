//! wrong: waiting callers spin until the value is there, and after a panic it never is
//! killed-by: first_attempt_fails
//! verdict: stuck
//! kind: livelock
//! question: What ends the loop if `make` panics?

use lab::cell::UnsafeCell;
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
        let claim =
            self.state
                .compare_exchange(EMPTY, WRITING, Ordering::Relaxed, Ordering::Relaxed);
        if claim.is_err() {
            return Err(value);
        }
        self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
        self.state.store(READY, Ordering::Release);
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
    started: AtomicU8,
    made: Publish<T>,
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            started: AtomicU8::new(0),
            made: Publish::new(),
        }
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if self.started.swap(1, Ordering::AcqRel) == 0 {
            let _ = self.made.publish(make());
        }
        loop {
            if let Some(value) = self.made.get() {
                return value;
            }
            lab::thread::yield_now();
        }
    }
}
