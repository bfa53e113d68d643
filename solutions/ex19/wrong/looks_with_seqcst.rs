//! wrong: the same two steps, in the strongest ordering
//! killed-by: two_buyers
//! verdict: violated
//! kind: check-then-act
//! misconception: M18
//! question: Which order do the two steps have to each other, and what may still stand between them?

use lab::sync::atomic::{
    AtomicI64,
    Ordering::{Relaxed, SeqCst},
};

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
        let free = self.value.load(SeqCst) < cap;
        if free {
            self.value.fetch_add(1, SeqCst);
        }
        free
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
