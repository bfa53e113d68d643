//! right: `get_or_insert` looks under the read lock first, and once more under the write lock

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
        self.flags.write().unwrap().remove(k)
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        if let Some(value) = self.get(k) {
            return value;
        }
        // Somebody may have inserted it meanwhile; `entry` looks again.
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
