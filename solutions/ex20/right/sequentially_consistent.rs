//! right: SeqCst everywhere, which is more than needed, and an eager second flag for the claim

use lab::cell::UnsafeCell;
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicBool, Ordering::SeqCst};

pub struct Publish<T> {
    claimed: AtomicBool,
    ready: AtomicBool,
    slot: UnsafeCell<Option<T>>,
}

// SAFETY: `claimed.swap` lets one writer in, `ready` lets readers in after the writer is done.
unsafe impl<T: Send + Sync> Sync for Publish<T> {}

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish {
            claimed: AtomicBool::new(false),
            ready: AtomicBool::new(false),
            slot: UnsafeCell::new(None),
        }
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        if self.claimed.swap(true, SeqCst) {
            return Err(value);
        }
        // SAFETY: exactly one swap answers false, and readers wait for `ready`.
        self.slot.with_mut(|slot| unsafe { *slot = Some(value) });
        self.ready.store(true, SeqCst);
        Ok(())
    }

    pub fn get(&self) -> Option<&T> {
        self.ready.load(SeqCst).then(|| {
            // SAFETY: `ready` is set after the last write to the slot.
            let value = self.slot.with(|slot| unsafe { (*slot).as_ref() });
            value.expect("ready means filled")
        })
    }
}

pub struct Lazy<T> {
    cell: Publish<T>,
    done: Mutex<bool>,
}

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy {
            cell: Publish::new(),
            done: Mutex::new(false),
        }
    }

    /// Takes the lock every time: slower to read, and right.
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let mut done = self
            .done
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if !*done {
            let _ = self.cell.publish(make());
            *done = true;
        }
        drop(done);
        self.cell.get().expect("done means published")
    }
}
