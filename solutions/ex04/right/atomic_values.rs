//! right: atomic numbers in a map: a plain `set` needs the read lock only, all else that changes something the write lock

use lab::collections::HashMap;
use lab::sync::RwLock;
use lab::sync::atomic::{AtomicI64, Ordering};

pub struct FlagTable {
    flags: RwLock<HashMap<String, AtomicI64>>,
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable {
            flags: RwLock::new(HashMap::new()),
        }
    }

    pub fn set(&self, k: &str, v: i64) {
        if let Some(value) = self.flags.read().unwrap().get(k) {
            value.store(v, Ordering::SeqCst);
            return;
        }
        let mut flags = self.flags.write().unwrap();
        flags.insert(k.to_string(), AtomicI64::new(v));
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        let flags = self.flags.read().unwrap();
        flags.get(k).map(|value| value.load(Ordering::SeqCst))
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        let value = self.flags.write().unwrap().remove(k)?;
        Some(value.into_inner())
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        if let Some(value) = self.get(k) {
            return value;
        }
        let mut flags = self.flags.write().unwrap();
        let value = flags
            .entry(k.to_string())
            .or_insert_with(|| AtomicI64::new(v));
        value.load(Ordering::SeqCst)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let flags = self.flags.write().unwrap();
        let value = flags.get(k)?;
        let new = f(value.load(Ordering::SeqCst));
        value.store(new, Ordering::SeqCst);
        Some(new)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let mut flags = self.flags.write().unwrap();
        let value = flags.remove(from);
        value
            .map(|value| flags.insert(to.to_string(), value))
            .is_some()
    }
}
