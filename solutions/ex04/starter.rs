//! The feature flags of a shop: a table of names and numbers that all threads read and change.

use lab::collections::HashMap;
use lab::sync::Mutex;

/// Feature flags by name. Calls that overlap end as if they had come one by one.
pub struct FlagTable {
    flags: Mutex<HashMap<String, i64>>,
}

impl FlagTable {
    /// A table without flags.
    pub fn new() -> Self {
        let flags = Mutex::new(HashMap::new());
        FlagTable { flags }
    }

    /// Gives the flag `k` the value `v`, whether it was there or not.
    pub fn set(&self, k: &str, v: i64) {
        self.flags.lock().unwrap().insert(k.to_string(), v);
    }

    /// The value of the flag `k`, if there is such a flag.
    pub fn get(&self, k: &str) -> Option<i64> {
        self.flags.lock().unwrap().get(k).copied()
    }

    /// Removes the flag `k` and returns the value that it had.
    pub fn take(&self, k: &str) -> Option<i64> {
        let value = self.get(k)?;
        self.flags.lock().unwrap().remove(k);
        Some(value)
    }

    /// The value of the flag `k`; if there is no such flag, it is set to `v` first.
    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        self.get(k).unwrap_or_else(|| {
            self.set(k, v);
            v
        })
    }

    /// Replaces the value of the flag `k` by what `f` makes of it, and returns the new value. If
    /// there is no such flag, `f` is not called. It is quick and does not use the table.
    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let new = f(self.get(k)?);
        self.set(k, new);
        Some(new)
    }

    /// Moves the value of the flag `from` to the flag `to`, whose old value is lost. Returns
    /// whether there was a flag `from`. A flag may be renamed to its own name: nothing changes.
    pub fn rename(&self, from: &str, to: &str) -> bool {
        let value = self.take(from);
        value.inspect(|value| self.set(to, *value)).is_some()
    }
}
