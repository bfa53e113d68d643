//! wrong: `update` is kept alone by an atomic flag; `f` updates the counter, and waits for itself
//! killed-by: uses_itself
//! verdict: stuck
//! kind: livelock
//! question: `f` may use the counter. Who has the flag while it runs?

use lab::hint;
use lab::sync::atomic::{
    AtomicBool, AtomicI64,
    Ordering::{Acquire, Relaxed, Release},
};

pub struct AtomicInt {
    value: AtomicI64,
    /// Somebody is in `update`.
    busy: AtomicBool,
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        AtomicInt {
            value: AtomicI64::new(v),
            busy: AtomicBool::new(false),
        }
    }

    pub fn load(&self) -> i64 {
        self.value.load(Relaxed)
    }

    pub fn increment(&self) -> i64 {
        self.value.fetch_add(1, Relaxed).wrapping_add(1)
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.value
            .compare_exchange(expect, new, Relaxed, Relaxed)
            .is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        while self.busy.swap(true, Acquire) {
            hint::spin_loop();
        }
        let new = loop {
            let seen = self.load();
            let new = f(seen);
            if self.compare_and_set(seen, new) {
                break new;
            }
        };
        self.busy.store(false, Release);
        new
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let next = |value| (value < cap).then_some(value + 1);
        self.value.fetch_update(Relaxed, Relaxed, next).is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
