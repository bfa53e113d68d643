//! wrong: looks twice, and the look without the lock is Relaxed
//! killed-by: init_init
//! verdict: data-race
//! kind: data-race
//! misconception: M18
//! question: Which of the two looks is ordered after the making of the value, and by what?

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
    made: UnsafeCell<Option<T>>,
    done: AtomicU8,
    making: Mutex<()>,
}

unsafe impl<T: Send + Sync> Sync for Lazy<T> {}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            made: UnsafeCell::new(None),
            done: AtomicU8::new(EMPTY),
            making: Mutex::new(()),
        }
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if self.done.load(Ordering::Relaxed) != READY {
            let _making = self.making.lock().unwrap();
            if self.done.load(Ordering::Relaxed) != READY {
                let value = make();
                self.made.with_mut(|made| unsafe { *made = Some(value) });
                self.done.store(READY, Ordering::Relaxed);
            }
        }
        self.made
            .with(|made| unsafe { (*made).as_ref() })
            .expect("made above or before")
    }
}
