//! right: keeps the sessions a second time, ordered by their last use, and splits the old ones off

use lab::sync::{Mutex, MutexGuard, PoisonError};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Table {
    last_used: BTreeMap<u32, u64>,
    by_age: BTreeSet<(u64, u32)>,
}

impl Table {
    fn set(&mut self, id: u32, now: u64) {
        if let Some(before) = self.last_used.insert(id, now) {
            self.by_age.remove(&(before, id));
        }
        self.by_age.insert((now, id));
    }
}

#[derive(Default)]
pub struct Sessions {
    table: Mutex<Table>,
}

impl Sessions {
    pub fn new() -> Self {
        Self::default()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn open(&self, id: u32, now: u64) {
        self.table().set(id, now);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        let mut table = self.table();
        let open = table.last_used.contains_key(&id);
        if open {
            table.set(id, now);
        }
        open
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let expired = {
            let mut table = self.table();
            let young = table.by_age.split_off(&(now.saturating_sub(ttl), 0));
            let expired = std::mem::replace(&mut table.by_age, young);
            for (_, id) in &expired {
                table.last_used.remove(id);
            }
            expired
        };
        for (_, id) in &expired {
            on_expire(*id);
        }
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.table().last_used.keys().copied().collect()
    }
}
