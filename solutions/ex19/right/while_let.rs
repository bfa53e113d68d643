//! right: strong exchanges in `while let Err`, sequentially consistent throughout

use lab::sync::atomic::{AtomicI64, Ordering::SeqCst};

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
        self.value.load(SeqCst)
    }

    pub fn increment(&self) -> i64 {
        self.value.fetch_add(1, SeqCst) + 1
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.value
            .compare_exchange(expect, new, SeqCst, SeqCst)
            .is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        let mut seen = self.load();
        let mut new = f(seen);
        while let Err(found) = self.value.compare_exchange(seen, new, SeqCst, SeqCst) {
            seen = found;
            new = f(seen);
        }
        new
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let mut sold = self.load();
        while sold < cap {
            match self.value.compare_exchange(sold, sold + 1, SeqCst, SeqCst) {
                Ok(_) => return true,
                Err(found) => sold = found,
            }
        }
        false
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
