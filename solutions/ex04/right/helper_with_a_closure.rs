//! right: one helper takes the lock and lends the map to a closure: nobody else can lock

use lab::collections::HashMap;
use lab::collections::hash_map::Entry;
use lab::sync::Mutex;

mod guarded {
    use super::{HashMap, Mutex};

    /// A map that can be reached through `with` only.
    pub struct Guarded(Mutex<HashMap<String, i64>>);

    impl Guarded {
        pub fn new() -> Self {
            Guarded(Mutex::new(HashMap::new()))
        }

        pub fn with<R>(&self, work: impl FnOnce(&mut HashMap<String, i64>) -> R) -> R {
            work(&mut self.0.lock().unwrap())
        }
    }
}

pub struct FlagTable(guarded::Guarded);

impl FlagTable {
    pub fn new() -> Self {
        FlagTable(guarded::Guarded::new())
    }

    pub fn set(&self, k: &str, v: i64) {
        self.0.with(|flags| flags.insert(k.into(), v));
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.0.with(|flags| flags.get(k).copied())
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.0.with(|flags| flags.remove(k))
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        self.0.with(|flags| *flags.entry(k.into()).or_insert(v))
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        self.0.with(|flags| match flags.entry(k.into()) {
            Entry::Occupied(mut flag) => {
                let new = f(*flag.get());
                flag.insert(new);
                Some(new)
            }
            Entry::Vacant(_) => None,
        })
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        self.0.with(|flags| {
            let value = flags.remove(from);
            value.map(|value| flags.insert(to.into(), value)).is_some()
        })
    }
}
