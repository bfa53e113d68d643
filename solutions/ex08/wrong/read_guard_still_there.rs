//! wrong: asks for the write lock while its own read guard still lives
//! killed-by: one_thread
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M15
//! question: Who is the reader that your writer is waiting for?

use lab::collections::HashMap;
use lab::sync::RwLock;

pub struct Sessions {
    last_used: RwLock<HashMap<u32, u64>>,
}

impl Sessions {
    pub fn new() -> Self {
        let last_used = RwLock::new(HashMap::new());
        Sessions { last_used }
    }

    pub fn open(&self, id: u32, now: u64) {
        self.last_used.write().unwrap().insert(id, now);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        match self.last_used.write().unwrap().get_mut(&id) {
            Some(last_used) => {
                *last_used = now;
                true
            }
            None => false,
        }
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut removed = 0;
        for (id, last) in self.last_used.read().unwrap().iter() {
            if now - last > ttl {
                self.last_used.write().unwrap().remove(id);
                on_expire(*id);
                removed += 1;
            }
        }
        removed
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.read().unwrap().keys().copied().collect()
    }
}
