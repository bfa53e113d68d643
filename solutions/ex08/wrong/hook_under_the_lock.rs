//! wrong: calls `on_expire` from within `retain`
//! killed-by: report_uses_the_table
//! verdict: violated
//! kind: broken-rule
//! misconception: M14
//! question: What does `on_expire` have to wait for when it uses the table?

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

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut removed = 0;
        self.last_used.lock().unwrap().retain(|id, last_used| {
            let keep = now - *last_used <= ttl;
            if !keep {
                on_expire(*id);
                removed += 1;
            }
            keep
        });
        removed
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
