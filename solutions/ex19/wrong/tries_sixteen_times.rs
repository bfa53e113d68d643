//! wrong: tries sixteen times, and then stores what it has
//! killed-by: uses_itself
//! verdict: violated
//! kind: lost-update
//! misconception: M4
//! question: How many threads may be faster than you? What happens to their changes at the seventeenth try?

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
        self.value.fetch_add(1, Relaxed) + 1
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.value
            .compare_exchange(expect, new, Relaxed, Relaxed)
            .is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        for _ in 0..16 {
            let seen = self.load();
            let new = f(seen);
            if self.compare_and_set(seen, new) {
                return new;
            }
        }
        let new = f(self.load());
        self.value.store(new, Relaxed);
        new
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let one_more = |value| (value < cap).then_some(value + 1);
        self.value.fetch_update(Relaxed, Relaxed, one_more).is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
