//! wrong: `get` answers from a copy that is always brought up to date, but not at the moment of the change
//! killed-by: two_calls_each
//! verdict: violated
//! kind: check-then-act
//! question: One method has told you of the change. Where does the other one look?

use lab::collections::HashMap;
use lab::sync::{Mutex, RwLock};

pub struct FlagTable {
    flags: Mutex<HashMap<String, i64>>,
    published: RwLock<HashMap<String, i64>>,
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable {
            flags: Mutex::new(HashMap::new()),
            published: RwLock::new(HashMap::new()),
        }
    }

    fn publish(&self) {
        // The newest table is published last, because both locks are held.
        let flags = self.flags.lock().unwrap();
        *self.published.write().unwrap() = flags.clone();
    }

    pub fn set(&self, k: &str, v: i64) {
        self.flags.lock().unwrap().insert(k.to_string(), v);
        self.publish();
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.published.read().unwrap().get(k).copied()
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        let value = self.flags.lock().unwrap().remove(k);
        self.publish();
        value
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        let value = *self.flags.lock().unwrap().entry(k.to_string()).or_insert(v);
        self.publish();
        value
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let new = {
            let mut flags = self.flags.lock().unwrap();
            let value = flags.get_mut(k)?;
            *value = f(*value);
            *value
        };
        self.publish();
        Some(new)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let renamed = {
            let mut flags = self.flags.lock().unwrap();
            let value = flags.remove(from);
            value
                .map(|value| flags.insert(to.to_string(), value))
                .is_some()
        };
        self.publish();
        renamed
    }
}
