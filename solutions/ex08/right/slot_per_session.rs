//! right: every session has a lock of its own, and is closed under it before it leaves the table

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

/// The last use; `None` when the session is closed.
type Slot = Arc<Mutex<Option<u64>>>;

pub struct Sessions {
    slots: Mutex<HashMap<u32, Slot>>,
}

impl Sessions {
    pub fn new() -> Self {
        Sessions {
            slots: Mutex::new(HashMap::new()),
        }
    }

    pub fn open(&self, id: u32, now: u64) {
        let mut slots = self.slots.lock().unwrap();
        let slot = slots.entry(id).or_default();
        *slot.lock().unwrap() = Some(now);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        let slot = self.slots.lock().unwrap().get(&id).cloned();
        let Some(slot) = slot else {
            return false;
        };
        let mut last_used = slot.lock().unwrap();
        let open = last_used.is_some();
        if open {
            *last_used = Some(now);
        }
        open
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut expired = Vec::new();
        self.slots.lock().unwrap().retain(|id, slot| {
            let mut last_used = slot.lock().unwrap();
            let keep = last_used.is_some_and(|last| now - last <= ttl);
            if !keep {
                *last_used = None;
                expired.push(*id);
            }
            keep
        });
        for id in &expired {
            on_expire(*id);
        }
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.slots.lock().unwrap().keys().copied().collect()
    }
}
