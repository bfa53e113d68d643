//! right: the table is replaced as a whole: readers keep a copy, changes copy, change and store under one write lock

use lab::sync::{Arc, RwLock};
use std::collections::BTreeMap;

type Flags = BTreeMap<String, i64>;

pub struct FlagTable {
    flags: RwLock<Arc<Flags>>,
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable {
            flags: RwLock::new(Arc::new(Flags::new())),
        }
    }

    fn snapshot(&self) -> Arc<Flags> {
        Arc::clone(&self.flags.read().unwrap())
    }

    fn change<R>(&self, work: impl FnOnce(&mut Flags) -> R) -> R {
        let mut current = self.flags.write().unwrap();
        let mut flags = Flags::clone(&current);
        let result = work(&mut flags);
        *current = Arc::new(flags);
        result
    }

    pub fn set(&self, k: &str, v: i64) {
        self.change(|flags| flags.insert(k.to_owned(), v));
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.snapshot().get(k).copied()
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.change(|flags| flags.remove(k))
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        self.change(|flags| *flags.entry(k.to_owned()).or_insert(v))
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        self.change(|flags| {
            let value = flags.get_mut(k)?;
            *value = f(*value);
            Some(*value)
        })
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        self.change(|flags| match flags.remove(from) {
            Some(value) => {
                flags.insert(to.to_owned(), value);
                true
            }
            None => false,
        })
    }
}
