//! right: the number lives as the bits of an unsigned atomic, and `f` is asked once more for the result
//! loom: no: loom has no `try_update`

use lab::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[derive(Default)]
pub struct AtomicInt {
    bits: AtomicU64,
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        let bits = AtomicU64::new(v.cast_unsigned());
        AtomicInt { bits }
    }

    pub fn load(&self) -> i64 {
        self.bits.load(Relaxed).cast_signed()
    }

    pub fn increment(&self) -> i64 {
        self.bits
            .fetch_add(1, Relaxed)
            .wrapping_add(1)
            .cast_signed()
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        let (expect, new) = (expect.cast_unsigned(), new.cast_unsigned());
        self.bits.compare_exchange(expect, new, Relaxed, Relaxed) == Ok(expect)
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        let before = self.try_change(|value| Some(f(value)));
        f(before.expect("the closure never gives up"))
    }

    pub fn try_take(&self, cap: i64) -> bool {
        self.try_change(|value| if value < cap { Some(value + 1) } else { None })
            .is_ok()
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }

    /// The value before: `Ok` if it was changed, `Err` if the closure gave up.
    fn try_change(&self, change: impl Fn(i64) -> Option<i64>) -> Result<i64, i64> {
        self.bits
            .try_update(Relaxed, Relaxed, |bits| {
                change(bits.cast_signed()).map(i64::cast_unsigned)
            })
            .map(u64::cast_signed)
            .map_err(u64::cast_signed)
    }
}
