//! wrong: writes a list of what has expired, and removes it later without looking again
//! killed-by: sweep_and_touch
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: What may a customer have done since you wrote the list?

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
        let list = self.expired(now, ttl);
        let mut sessions = self.last_used.lock().unwrap();
        for id in &list {
            sessions.remove(id);
        }
        drop(sessions);
        list.iter().for_each(|id| on_expire(*id));
        list.len()
    }

    fn expired(&self, now: u64, ttl: u64) -> Vec<u32> {
        let sessions = self.last_used.lock().unwrap();
        let old = sessions.iter().filter(|(_, last)| now - **last > ttl);
        old.map(|(id, _)| *id).collect()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
