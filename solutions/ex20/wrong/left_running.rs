//! wrong: a panic in `make` leaves the state at running, and the others wait for ever
//! killed-by: first_attempt_fails
//! verdict: deadlock
//! kind: lost-wakeup
//! question: How many ways are there out of `make`?

use lab::cell::UnsafeCell;
use lab::sync::atomic::{AtomicU8, Ordering};
use lab::sync::{Condvar, Mutex};

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
    made: Publish<T>,
    running: Mutex<bool>,
    changed: Condvar,
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            made: Publish::new(),
            running: Mutex::new(false),
            changed: Condvar::new(),
        }
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let mut running = self.running.lock().unwrap();
        loop {
            if let Some(value) = self.made.get() {
                return value;
            }
            if !*running {
                break;
            }
            running = self.changed.wait(running).unwrap();
        }
        *running = true;
        drop(running);
        let _ = self.made.publish(make());
        *self.running.lock().unwrap() = false;
        self.changed.notify_all();
        self.made.get().expect("published above")
    }
}
