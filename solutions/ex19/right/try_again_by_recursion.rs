//! right: an exchange that failed is tried again by a call of itself, and the pause is a yield

use lab::sync::atomic::{AtomicI64, Ordering::Relaxed};
use lab::thread;

pub struct AtomicInt {
    value: AtomicI64,
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        AtomicInt {
            value: AtomicI64::new(v),
        }
    }

    pub fn load(&self) -> i64 {
        self.value.load(Relaxed)
    }

    pub fn increment(&self) -> i64 {
        self.value.fetch_add(1, Relaxed) + 1
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.value
            .compare_exchange(expect, new, Relaxed, Relaxed)
            .is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        let seen = self.load();
        let new = f(seen);
        if self.compare_and_set(seen, new) {
            return new;
        }
        thread::yield_now();
        self.update(f)
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let sold = self.load();
        sold < cap && (self.compare_and_set(sold, sold + 1) || self.try_take(cap))
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        let seen = self.load();
        let new = seen.saturating_add(n);
        if self.compare_and_set(seen, new) {
            new
        } else {
            self.saturating_add(n)
        }
    }
}
