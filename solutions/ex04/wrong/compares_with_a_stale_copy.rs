//! wrong: `update` compares before it stores, but with the copy that it has made itself
//! killed-by: update_update
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: With what do you compare, and how old is it?

use lab::collections::HashMap;
use lab::sync::Mutex;

pub struct FlagTable {
    flags: Mutex<HashMap<String, i64>>,
}

impl FlagTable {
    pub fn new() -> Self {
        let flags = Mutex::new(HashMap::new());
        FlagTable { flags }
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
        let mut flags = self.flags.lock().unwrap();
        *flags.entry(k.to_string()).or_insert(v)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let copy = self.flags.lock().unwrap().clone();
        let old = *copy.get(k)?;
        let new = f(old);
        if copy.get(k) == Some(&old) {
            self.set(k, new);
        }
        Some(new)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let mut flags = self.flags.lock().unwrap();
        let Some(value) = flags.remove(from) else {
            return false;
        };
        flags.insert(to.to_string(), value);
        true
    }
}
