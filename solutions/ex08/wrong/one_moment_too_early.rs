//! wrong: removes a session that was unused for exactly as long as it may be
//! killed-by: one_thread
//! verdict: violated
//! kind: wrong-result
//! question: How long may a session be unused, and what happens at the last moment of that time?

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
            let keep = now - *t < ttl;
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
