//! right: Lazy is a state machine with a condition variable; a panic puts the state back

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
}

pub struct Lazy<T> {
    made: Publish<T>,
    progress: Mutex<Progress>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq)]
enum Progress {
    NotStarted,
    Running,
    Done,
}

/// Puts the state back if `make` does not return.
struct Attempt<'a> {
    progress: &'a Mutex<Progress>,
    changed: &'a Condvar,
    end: Progress,
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        *self.progress.lock().unwrap() = self.end;
        self.changed.notify_all();
    }
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            made: Publish::new(),
            progress: Mutex::new(Progress::NotStarted),
            changed: Condvar::new(),
        }
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if let Some(value) = self.made.get() {
            return value;
        }
        let mut progress = self.progress.lock().unwrap();
        while *progress == Progress::Running {
            progress = self.changed.wait(progress).unwrap();
        }
        if *progress == Progress::NotStarted {
            *progress = Progress::Running;
            drop(progress);
            let mut attempt = Attempt {
                progress: &self.progress,
                changed: &self.changed,
                end: Progress::NotStarted,
            };
            let _ = self.made.publish(make());
            attempt.end = Progress::Done;
        } else {
            drop(progress);
        }
        self.made.get().expect("done means published")
    }
}
