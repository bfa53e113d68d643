//! wrong: `f` gets another reading than the one that is compared
//! killed-by: there_and_back
//! verdict: violated
//! kind: lost-update
//! question: The exchange says that the value is what it was. Is it also what `f` was given?
//! loom: holds: missed-interleavings

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
            let new = f(self.load());
            if self.compare_and_set(seen, new) {
                return new;
            }
        }
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let next = |value| (value < cap).then_some(value + 1);
        self.value.fetch_update(Relaxed, Relaxed, next).is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
