//! right: one private loop of weak exchanges, which goes on from the value that was found

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
        self.update(|value| value.wrapping_add(1))
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.change(|value| (value == expect).then_some(new))
            .is_some()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        self.change(|value| Some(f(value)))
            .expect("the closure never gives up")
    }

    pub fn try_take(&self, cap: i64) -> bool {
        self.change(|value| (value < cap).then(|| value + 1))
            .is_some()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }

    // ANCHOR: change
    /// Stores what `decide` makes of the value and returns it; `None` when `decide` gives up.
    fn change(&self, decide: impl Fn(i64) -> Option<i64>) -> Option<i64> {
        let mut seen = self.value.load(Relaxed);
        loop {
            let new = decide(seen)?;
            match self
                .value
                .compare_exchange_weak(seen, new, Relaxed, Relaxed)
            {
                Ok(_) => return Some(new),
                Err(found) => seen = found,
            }
        }
    }
    // ANCHOR_END: change
}
