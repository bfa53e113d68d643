//! right: an endless iterator of attempts, and the first that is decided counts

use std::iter;
use std::ops::ControlFlow::{self, Break, Continue};

use lab::sync::atomic::{AtomicI64, Ordering};

/// What a call wants: the next value, or none if the value does not allow it.
trait Wish: Fn(i64) -> Option<i64> {}
impl<W: Fn(i64) -> Option<i64>> Wish for W {}

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
        self.value.load(Ordering::Acquire)
    }

    pub fn increment(&self) -> i64 {
        self.update(|value| value + 1)
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.settle(|value| (value == expect).then_some(new))
            .is_some()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        self.settle(|value| Some(f(value))).unwrap_or_default()
    }

    pub fn try_take(&self, cap: i64) -> bool {
        self.settle(|value| (value < cap).then_some(value + 1))
            .is_some()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }

    fn settle(&self, wish: impl Wish) -> Option<i64> {
        iter::repeat_with(|| self.attempt(&wish))
            .find_map(ControlFlow::break_value)
            .flatten()
    }

    /// One attempt: `Break` when it was decided, `Continue` when somebody was faster.
    fn attempt(&self, wish: &impl Wish) -> ControlFlow<Option<i64>> {
        let seen = self.load();
        let Some(new) = wish(seen) else {
            return Break(None);
        };
        let (ok, failed) = (Ordering::AcqRel, Ordering::Acquire);
        match self.value.compare_exchange_weak(seen, new, ok, failed) {
            Ok(_) => Break(Some(new)),
            Err(_) => Continue(()),
        }
    }
}
