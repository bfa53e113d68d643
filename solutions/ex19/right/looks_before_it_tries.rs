//! right: a look decides the simple cases, and an update that changes nothing stores nothing

use lab::sync::Arc;
use lab::sync::atomic::{AtomicI64, Ordering::SeqCst};

#[derive(Clone)]
pub struct AtomicInt(Arc<AtomicI64>);

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        AtomicInt(Arc::new(v.into()))
    }

    pub fn load(&self) -> i64 {
        self.0.fetch_add(0, SeqCst)
    }

    pub fn increment(&self) -> i64 {
        1 + self.0.fetch_add(1, SeqCst)
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.0.load(SeqCst) == expect
            && self.0.compare_exchange(expect, new, SeqCst, SeqCst) == Ok(expect)
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        loop {
            let old = self.load();
            let new = f(old);
            if old == new || self.compare_and_set(old, new) {
                return new;
            }
        }
    }

    pub fn try_take(&self, cap: i64) -> bool {
        if self.load() >= cap {
            return false;
        }
        let sale = self.0.fetch_update(SeqCst, SeqCst, |sold| match sold {
            sold if sold >= cap => None,
            sold => sold.checked_add(1),
        });
        sale.is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
