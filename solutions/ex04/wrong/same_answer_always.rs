//! wrong: returns the number from the example in the book
//! killed-by: one_thread
//! verdict: violated
//! kind: wrong-result
//! question: Which other numbers could be asked for?

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
        self.flags.lock().unwrap().get(k).map(|_| 1)
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.flags.lock().unwrap().remove(k)
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        let mut flags = self.flags.lock().unwrap();
        *flags.entry(k.to_string()).or_insert(v)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let mut flags = self.flags.lock().unwrap();
        let value = flags.get_mut(k)?;
        *value = f(*value);
        Some(*value)
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
