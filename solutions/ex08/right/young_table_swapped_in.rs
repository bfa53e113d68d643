//! right: copies the table, sorts the copy, and swaps it in only if nobody has changed the table meanwhile; otherwise begins anew

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, PoisonError};

type Table = HashMap<u32, u64>;

pub struct Sessions {
    /// Never changed in place: every change is a new table.
    table: Mutex<Arc<Table>>,
}

impl Sessions {
    pub fn new() -> Self {
        Sessions {
            table: Mutex::new(Arc::new(Table::new())),
        }
    }

    fn current(&self) -> Arc<Table> {
        self.table
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts `new` in the place of `old`, unless somebody was faster.
    fn swap(&self, old: &Arc<Table>, new: Table) -> bool {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let unchanged = Arc::ptr_eq(&table, old);
        if unchanged {
            *table = Arc::new(new);
        }
        unchanged
    }

    fn set(&self, id: u32, now: u64, only_if_open: bool) -> bool {
        loop {
            let old = self.current();
            if only_if_open && !old.contains_key(&id) {
                return false;
            }
            let mut new = Table::clone(&old);
            new.insert(id, now);
            if self.swap(&old, new) {
                return true;
            }
        }
    }

    pub fn open(&self, id: u32, now: u64) {
        self.set(id, now, false);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        self.set(id, now, true)
    }

    pub fn sweep(&self, now: u64, ttl: u64, on_expire: impl FnMut(u32)) -> usize {
        loop {
            let old = self.current();
            let is_old = |last: &u64| now - last > ttl;
            let young = old.iter().filter(|(_, last)| !is_old(last));
            let young = young.map(|(id, last)| (*id, *last)).collect();
            if self.swap(&old, young) {
                let expired: Vec<u32> = old
                    .iter()
                    .filter(|(_, last)| is_old(last))
                    .map(|(id, _)| *id)
                    .collect();
                expired.iter().copied().for_each(on_expire);
                return expired.len();
            }
        }
    }

    pub fn alive(&self) -> Vec<u32> {
        self.current().keys().copied().collect()
    }
}
