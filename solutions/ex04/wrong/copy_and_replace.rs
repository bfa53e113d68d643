//! wrong: `take` copies the map under the read lock and replaces it under the write lock
//! killed-by: take_take
//! verdict: violated
//! kind: check-then-act
//! misconception: M15
//! question: How many callers may hold the read lock and see the flag?

use lab::collections::HashMap;
use lab::sync::RwLock;

pub struct FlagTable {
    flags: RwLock<HashMap<String, i64>>,
}

impl FlagTable {
    pub fn new() -> Self {
        let flags = RwLock::new(HashMap::new());
        FlagTable { flags }
    }

    pub fn set(&self, k: &str, v: i64) {
        self.flags.write().unwrap().insert(k.to_string(), v);
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.flags.read().unwrap().get(k).copied()
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        let mut copy = self.flags.read().unwrap().clone();
        let value = copy.remove(k);
        *self.flags.write().unwrap() = copy;
        value
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        let mut flags = self.flags.write().unwrap();
        *flags.entry(k.to_string()).or_insert(v)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let mut flags = self.flags.write().unwrap();
        let value = flags.get_mut(k)?;
        *value = f(*value);
        Some(*value)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let mut flags = self.flags.write().unwrap();
        let Some(value) = flags.remove(from) else {
            return false;
        };
        flags.insert(to.to_string(), value);
        true
    }
}
