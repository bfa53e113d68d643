//! wrong: makes room for the new name before it knows whether there is an old one
//! killed-by: one_thread
//! verdict: violated
//! kind: wrong-result
//! question: What has become of the flag `to` if there was no flag `from`?

use lab::collections::HashMap;
use lab::sync::Mutex;
pub struct FlagTable {
    flags: Mutex<HashMap<String, i64>>,
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable {
            flags: Mutex::new(HashMap::new()),
        }
    }

    pub fn set(&self, k: &str, v: i64) {
        self.flags.lock().unwrap().insert(k.to_string(), v);
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.flags.lock().unwrap().get(k).copied()
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.flags.lock().unwrap().remove(k)
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        *self.flags.lock().unwrap().entry(k.to_string()).or_insert(v)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let mut flags = self.flags.lock().unwrap();
        let slot = flags.get_mut(k)?;
        *slot = f(*slot);
        Some(*slot)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let mut flags = self.flags.lock().unwrap();
        let v = flags.remove(from);
        flags.remove(to);
        match v {
            Some(v) => {
                flags.insert(to.into(), v);
                true
            }
            None => false,
        }
    }
}
