//! wrong: sweeps a copy of the table and writes the copy back
//! killed-by: sweep_and_touch
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: Which customers does your copy not know?

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
        let mut copy = self.last_used.lock().unwrap().clone();
        let mut expired = Vec::new();
        copy.retain(|id, last| {
            let keep = now - *last <= ttl;
            if !keep {
                expired.push(*id);
            }
            keep
        });
        *self.last_used.lock().unwrap() = copy;
        expired.iter().for_each(|id| on_expire(*id));
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
