//! right: waits longer after each failed exchange, and counts the failures

use std::convert::Infallible;

use lab::hint;
use lab::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use lab::thread;

#[derive(Debug, Default)]
pub struct AtomicInt {
    value: AtomicI64,
    failures: AtomicU64,
}

/// Spins a little longer each time, and then lets others run.
#[derive(Default)]
struct BackOff(u32);

impl BackOff {
    fn wait(&mut self) {
        if self.0 < 3 {
            (0..1 << self.0).for_each(|_| hint::spin_loop());
        } else {
            thread::yield_now();
        }
        self.0 += 1;
    }
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        let value = AtomicI64::new(v);
        AtomicInt {
            value,
            ..Self::default()
        }
    }

    pub fn load(&self) -> i64 {
        self.value.load(Ordering::Acquire)
    }

    pub fn increment(&self) -> i64 {
        self.update(|value| value.wrapping_add(1))
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        let expected = |value| if value == expect { Ok(new) } else { Err(()) };
        self.change(expected).is_ok()
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        match self.change(|value| Ok::<_, Infallible>(f(value))) {
            Ok(new) => new,
            Err(never) => match never {},
        }
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let room = |value| {
            if value < cap {
                Ok(value + 1)
            } else {
                Err("sold out")
            }
        };
        self.change(room).is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }

    fn change<E>(&self, decide: impl Fn(i64) -> Result<i64, E>) -> Result<i64, E> {
        let mut back_off = BackOff::default();
        let mut seen = self.value.load(Ordering::Relaxed);
        loop {
            let new = decide(seen)?;
            let (ok, failed) = (Ordering::AcqRel, Ordering::Acquire);
            match self.value.compare_exchange_weak(seen, new, ok, failed) {
                Ok(_) => return Ok(new),
                Err(found) => seen = found,
            }
            self.failures.fetch_add(1, Ordering::Relaxed);
            back_off.wait();
        }
    }
}
