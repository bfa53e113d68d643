//! right: weak exchanges, each loop with its own pause, and one early return

use lab::hint;
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
        loop {
            let seen = self.load();
            let new = f(seen);
            if self
                .value
                .compare_exchange_weak(seen, new, Relaxed, Relaxed)
                .is_ok()
            {
                break new;
            }
            hint::spin_loop();
        }
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let mut sold = self.load();
        loop {
            if sold >= cap {
                return false;
            }
            let sale = self
                .value
                .compare_exchange_weak(sold, sold + 1, Relaxed, Relaxed);
            match sale {
                Ok(_) => return true,
                Err(found) => sold = found,
            }
            thread::yield_now();
        }
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        let mut before = self.load();
        while let Err(found) =
            self.value
                .compare_exchange_weak(before, before.saturating_add(n), Relaxed, Relaxed)
        {
            before = found;
        }
        before.saturating_add(n)
    }
}
