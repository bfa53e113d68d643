//! A counter that threads share without a lock, and the ticket office that counts with it.
use lab::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// A whole number that many threads may change at the same time.
///
/// No call takes a lock, and none waits for another thread.
/// Calls that overlap end as if they had come one after the other.
pub struct AtomicInt {
    value: AtomicI64,
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        let value = AtomicI64::new(v);
        AtomicInt { value }
    }

    /// The value. While others change it, it may be old before you use it.
    pub fn load(&self) -> i64 {
        self.value.load(Relaxed)
    }

    /// Adds one and returns the value after it. What happens at `i64::MAX` is up to you.
    pub fn increment(&self) -> i64 {
        self.value.fetch_add(1, Relaxed);
        self.load()
    }

    /// Puts `new` in the place of `expect` and says `true`; `false` if it finds another value.
    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        let equal = self.load() == expect;
        if equal {
            self.value.store(new, Relaxed);
        }
        equal
    }

    /// Puts `f(value)` in the place of `value` and returns it. Nothing comes in between: `f` may
    /// be called more than once, but one result is stored. `f` may use this counter itself.
    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        let new = f(self.load());
        self.value.store(new, Relaxed);
        new
    }

    /// Sells a ticket: adds one and says `true` if the value is below `cap`, else says `false`.
    /// It never lifts the value above `cap`, not even for a moment.
    pub fn try_take(&self, cap: i64) -> bool {
        let left = self.load() < cap;
        if left {
            self.value.fetch_add(1, Relaxed);
        }
        left
    }

    /// Adds `n`, stops at `i64::MAX` and `i64::MIN`, and returns the value after it.
    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
