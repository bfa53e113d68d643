//! wrong: answers `false` when the weak exchange fails by itself
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: Read the documentation of `compare_exchange_weak`. When may it fail?
//! loom: no: the weak exchange of loom never fails by itself

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
            .compare_exchange_weak(expect, new, Relaxed, Relaxed)
            .is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        let mut seen = self.load();
        loop {
            let new = f(seen);
            match self
                .value
                .compare_exchange_weak(seen, new, Relaxed, Relaxed)
            {
                Ok(_) => return new,
                Err(found) => seen = found,
            }
        }
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let one_more = |value| (value < cap).then_some(value + 1);
        self.value.fetch_update(Relaxed, Relaxed, one_more).is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
