//! wrong: a look, then take first and give back what was too much
//! killed-by: last_ticket
//! verdict: violated
//! kind: broken-rule
//! question: Two buyers have looked, and both take. What does the display show now?

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
        self.value.fetch_add(1, Relaxed).wrapping_add(1)
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
        if self.load() >= cap {
            return false;
        }
        let got = self.value.fetch_add(1, Relaxed) < cap;
        if !got {
            self.value.fetch_sub(1, Relaxed);
        }
        got
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
