//! right: poor, accepted: waiting callers spin and let others run
//! loom: no: it spins in every model, and loom repeats a loop that spins until it runs out of choices

use lab::cell::UnsafeCell;
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
    stage: AtomicU8,
    made: Publish<T>,
}

/// Puts the stage back if `make` panics.
struct Stage<'a>(&'a AtomicU8, u8);

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        self.0.store(self.1, Ordering::Release);
    }
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            stage: AtomicU8::new(EMPTY),
            made: Publish::new(),
        }
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        loop {
            let seen =
                self.stage
                    .compare_exchange(EMPTY, WRITING, Ordering::Acquire, Ordering::Acquire);
            match seen {
                Ok(_) => break,
                Err(READY) => return self.made.get().expect("ready means published"),
                Err(_) => lab::thread::yield_now(),
            }
        }
        let mut stage = Stage(&self.stage, EMPTY);
        let _ = self.made.publish(make());
        stage.1 = READY;
        self.made.get().expect("published above")
    }
}
