//! wrong: a lock of its own for sweepers, and `on_expire` is called while it is held
//! killed-by: report_uses_the_table
//! verdict: violated
//! kind: broken-rule
//! misconception: M14
//! question: Which lock does your thread hold when `on_expire` sweeps, too?
//! loom: holds: engine-counts

use lab::collections::HashMap;
use lab::sync::Mutex;

pub struct Sessions {
    last_used: Mutex<HashMap<u32, u64>>,
    sweeper: Mutex<()>,
}

impl Sessions {
    pub fn new() -> Self {
        let last_used = Mutex::new(HashMap::new());
        let sweeper = Mutex::new(());
        Sessions { last_used, sweeper }
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

    pub fn sweep(&self, now: u64, ttl: u64, on_expire: impl FnMut(u32)) -> usize {
        let _one_at_a_time = self.sweeper.lock().unwrap();
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

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
