//! right: works off a list, and looks at each session again, with the lock, before it removes it

use lab::collections::HashMap;
use lab::sync::Mutex;

pub struct Sessions {
    last_used: Mutex<HashMap<u32, u64>>,
}

impl Sessions {
    pub fn new() -> Self {
        let last_used = Mutex::new(HashMap::new());
        Sessions { last_used }
    }

    pub fn open(&self, id: u32, now: u64) {
        self.last_used.lock().unwrap().insert(id, now);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        match self.last_used.lock().unwrap().get_mut(&id) {
            Some(last_used) => {
                *last_used = now;
                true
            }
            None => false,
        }
    }

    // ANCHOR: sweep
    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let list = self.alive();
        let mut removed = 0;
        for id in list {
            if self.remove_expired(id, now, ttl) {
                removed += 1;
                on_expire(id);
            }
        }
        removed
    }

    fn remove_expired(&self, id: u32, now: u64, ttl: u64) -> bool {
        let mut sessions = self.last_used.lock().unwrap();
        let expired = sessions.get(&id).is_some_and(|last| now - last > ttl);
        expired && sessions.remove(&id).is_some()
    }
    // ANCHOR_END: sweep

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
