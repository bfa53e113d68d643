//! wrong: a lock around everything: right results, and callers that wait
//! killed-by: no_lock
//! verdict: violated
//! kind: broken-rule
//! question: What happens to the others when a thread is stopped while it holds your lock?

use lab::sync::Mutex;

pub struct AtomicInt {
    value: Mutex<i64>,
}

impl AtomicInt {
    pub fn new(v: i64) -> Self {
        let value = Mutex::new(v);
        AtomicInt { value }
    }

    pub fn load(&self) -> i64 {
        *self.value.lock().unwrap()
    }

    pub fn increment(&self) -> i64 {
        self.update(|value| value + 1)
    }

    pub fn compare_and_set(&self, expect: i64, new: i64) -> bool {
        let mut value = self.value.lock().unwrap();
        let equal = *value == expect;
        if equal {
            *value = new;
        }
        equal
    }

    pub fn update(&self, f: impl Fn(i64) -> i64) -> i64 {
        let mut value = self.value.lock().unwrap();
        *value = f(*value);
        *value
    }

    pub fn try_take(&self, cap: i64) -> bool {
        let mut value = self.value.lock().unwrap();
        let left = *value < cap;
        *value += i64::from(left);
        left
    }

    pub fn saturating_add(&self, n: i64) -> i64 {
        self.update(|value| value.saturating_add(n))
    }
}
