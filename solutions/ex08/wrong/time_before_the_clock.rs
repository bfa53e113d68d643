//! wrong: computes the time before which a session has expired, and there may be none
//! killed-by: one_thread
//! verdict: violated
//! kind: panic
//! question: What is `now - ttl` when the clock has just started?

use lab::collections::HashMap;
use lab::sync::Mutex;
pub struct Sessions {
    last_used: Mutex<HashMap<u32, u64>>,
}

impl Sessions {
    pub fn new() -> Self {
        Sessions {
            last_used: Mutex::new(HashMap::new()),
        }
    }

    pub fn open(&self, id: u32, now: u64) {
        self.last_used.lock().unwrap().insert(id, now);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        self.last_used
            .lock()
            .unwrap()
            .get_mut(&id)
            .map(|t| *t = now)
            .is_some()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut gone = vec![];
        self.last_used.lock().unwrap().retain(|id, t| {
            let keep = *t >= now - ttl;
            if !keep {
                gone.push(*id);
            }
            keep
        });
        for id in &gone {
            on_expire(*id);
        }
        gone.len()
    }
}
