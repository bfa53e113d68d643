//! right: a sorted list of pairs behind one lock, with a binary search

use lab::sync::{Mutex, MutexGuard, PoisonError};

type Flags = Vec<(String, i64)>;

#[derive(Default)]
pub struct FlagTable {
    flags: Mutex<Flags>,
}

fn find(flags: &Flags, k: &str) -> Result<usize, usize> {
    flags.binary_search_by(|(name, _)| name.as_str().cmp(k))
}

fn put(flags: &mut Flags, k: &str, v: i64) -> i64 {
    match find(flags, k) {
        Ok(at) => flags[at].1 = v,
        Err(at) => flags.insert(at, (k.into(), v)),
    }
    v
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable::default()
    }

    fn flags(&self) -> MutexGuard<'_, Flags> {
        self.flags.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set(&self, k: &str, v: i64) {
        put(&mut self.flags(), k, v);
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        let flags = self.flags();
        find(&flags, k).ok().map(|at| flags[at].1)
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        let mut flags = self.flags();
        let at = find(&flags, k).ok()?;
        Some(flags.remove(at).1)
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        let mut flags = self.flags();
        match find(&flags, k) {
            Ok(at) => flags[at].1,
            Err(_) => put(&mut flags, k, v),
        }
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let mut flags = self.flags();
        let at = find(&flags, k).ok()?;
        flags[at].1 = f(flags[at].1);
        Some(flags[at].1)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let mut flags = self.flags();
        let Ok(at) = find(&flags, from) else {
            return false;
        };
        let (_, value) = flags.remove(at);
        put(&mut flags, to, value);
        true
    }
}
