//! wrong: a lock of its own, made of an atomic flag
//! killed-by: uses_itself
//! verdict: stuck
//! kind: livelock
//! misconception: M8
//! question: Your flag is set while `f` runs. Who may call a method of this counter then?

use lab::hint;
use lab::sync::atomic::{
    AtomicBool, AtomicI64,
    Ordering::{Acquire, Relaxed, Release},
};

pub struct AtomicInt {
    value: AtomicI64,
    busy: AtomicBool,
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        AtomicInt {
            value: AtomicI64::new(v),
            busy: AtomicBool::new(false),
        }
    }

    pub fn load(&self) -> i64 {
        self.value.load(Relaxed)
    }

    pub fn increment(&self) -> i64 {
        self.update(|value| value + 1)
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        self.change(|value| (value == expect).then_some(new))
            .is_some()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        self.change(|value| Some(f(value))).unwrap()
    }

    pub fn try_take(&self, cap: i64) -> bool {
        self.change(|value| (value < cap).then_some(value + 1))
            .is_some()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }

    fn change(&self, decide: impl Fn(i64) -> Option<i64>) -> Option<i64> {
        while self
            .busy
            .compare_exchange(false, true, Acquire, Relaxed)
            .is_err()
        {
            hint::spin_loop();
        }
        let new = decide(self.load());
        if let Some(new) = new {
            self.value.store(new, Relaxed);
        }
        self.busy.store(false, Release);
        new
    }
}
