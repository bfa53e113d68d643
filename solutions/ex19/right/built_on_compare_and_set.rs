//! right: every other method is a loop around its own `compare_and_set`

use lab::sync::atomic::{AtomicI64, Ordering::Relaxed};

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
        self.update(|value| value + 1)
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.value
            .compare_exchange(expect, new, Relaxed, Relaxed)
            .is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        loop {
            let seen = self.load();
            let new = f(seen);
            if self.compare_and_set(seen, new) {
                return new;
            }
        }
    }

    pub fn try_take(&self, cap: i64) -> bool {
        loop {
            let sold = self.load();
            if sold >= cap {
                return false;
            }
            if self.compare_and_set(sold, sold + 1) {
                return true;
            }
        }
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
