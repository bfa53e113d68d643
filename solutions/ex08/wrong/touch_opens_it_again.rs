//! wrong: `touch` looks whether the session is there, and stores the time in a second section
//! killed-by: sweep_and_touch
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: The session was there when you looked. What do you do with it now?

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
        let open = self.last_used.lock().unwrap().contains_key(&id);
        if open {
            self.open(id, now);
        }
        open
    }

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

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
