//! wrong: calls of `get_or_insert` take turns among themselves, and `set` does not know their lock
//! killed-by: pairs_on_a_new_flag
//! verdict: violated
//! kind: check-then-act
//! misconception: M6
//! question: Which lock do `set` and `get_or_insert` both hold?

use lab::collections::HashMap;
use lab::sync::Mutex;

pub struct FlagTable {
    flags: Mutex<HashMap<String, i64>>,
    inserts: Mutex<()>,
}

impl FlagTable {
    pub fn new() -> Self {
        let flags = Mutex::new(HashMap::new());
        let inserts = Mutex::new(());
        FlagTable { flags, inserts }
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
        let _one_at_a_time = self.inserts.lock().unwrap();
        if let Some(value) = self.get(k) {
            return value;
        }
        self.set(k, v);
        v
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
