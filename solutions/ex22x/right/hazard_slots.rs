//! right: every reader names the value that it is looking at in a slot, and checks that it is still current

use lab::alloc::{from_raw, into_raw, touch};
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicPtr, Ordering};
use std::ptr;

const SLOTS: usize = 4;

pub struct Config<T> {
    current: AtomicPtr<T>,
    hazards: [AtomicPtr<T>; SLOTS],
    old: Mutex<Vec<*mut T>>,
}

// SAFETY: readers only look, and a value is freed when no hazard names it.
unsafe impl<T: Send + Sync> Sync for Config<T> {}
// SAFETY: all values belong to the `Config`.
unsafe impl<T: Send> Send for Config<T> {}

struct Hazard<'c, T>(&'c AtomicPtr<T>);

impl<T> Drop for Hazard<'_, T> {
    fn drop(&mut self) {
        self.0.store(ptr::null_mut(), Ordering::Release);
    }
}

impl<T> Config<T> {
    pub fn new(value: T) -> Self {
        Config {
            current: AtomicPtr::new(into_raw(Box::new(value))),
            hazards: std::array::from_fn(|_| AtomicPtr::new(ptr::null_mut())),
            old: Mutex::new(Vec::new()),
        }
    }

    fn claim(&self, seen: *mut T) -> Hazard<'_, T> {
        loop {
            for slot in &self.hazards {
                if slot
                    .compare_exchange(ptr::null_mut(), seen, Ordering::SeqCst, Ordering::Relaxed)
                    .is_ok()
                {
                    return Hazard(slot);
                }
            }
            lab::thread::yield_now();
        }
    }

    pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let mut seen = self.current.load(Ordering::SeqCst);
        let hazard = self.claim(seen);
        loop {
            let again = self.current.load(Ordering::SeqCst);
            if again == seen {
                break;
            }
            seen = again;
            hazard.0.store(seen, Ordering::SeqCst);
        }
        touch(seen);
        // SAFETY: the hazard named the pointer while it was current, so no writer frees it.
        f(unsafe { &*seen })
    }

    pub fn replace(&self, value: T) {
        let fresh = into_raw(Box::new(value));
        let mut old = self.old.lock().unwrap();
        old.push(self.current.swap(fresh, Ordering::SeqCst));
        old.retain(|value| {
            let named = self
                .hazards
                .iter()
                .any(|slot| slot.load(Ordering::SeqCst) == *value);
            if !named {
                // SAFETY: no hazard names it, and nobody can find it any more.
                drop(unsafe { from_raw(*value) });
            }
            named
        });
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        let mut all = std::mem::take(&mut *self.old.lock().unwrap());
        all.push(self.current.load(Ordering::Relaxed));
        for value in all {
            // SAFETY: nobody reads, and each pointer is freed once.
            drop(unsafe { from_raw(value) });
        }
    }
}
