//! right: `retain` looks and removes under one guard; the reports come when the guard is gone

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
    pub fn sweep(&self, now: u64, ttl: u64, on_expire: impl FnMut(u32)) -> usize {
        let mut expired = Vec::new();
        self.last_used.lock().unwrap().retain(|id, last_used| {
            let keep = now - *last_used <= ttl;
            if !keep {
                expired.push(*id);
            }
            keep
        });
        expired.iter().copied().for_each(on_expire);
        expired.len()
    }
    // ANCHOR_END: sweep

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
