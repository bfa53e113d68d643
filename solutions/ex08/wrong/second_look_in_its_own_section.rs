//! wrong: looks again before it removes, and lets the lock go between the look and the removal
//! killed-by: sweep_and_touch
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: You have looked twice. What is between the second look and the removal?

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
        for id in self.alive() {
            let last = self.last_used.lock().unwrap().get(&id).copied();
            if last.is_some_and(|last| now - last > ttl) {
                self.last_used.lock().unwrap().remove(&id);
                on_expire(id);
                removed += 1;
            }
        }
        removed
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
