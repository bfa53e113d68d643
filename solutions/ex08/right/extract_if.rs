//! right: `extract_if` takes the expired sessions out of the map; collecting them ends the guard before the reports

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
        let mut sessions = self.last_used.lock().unwrap();
        let expired = sessions.extract_if(|_, last_used| now - *last_used > ttl);
        let expired: Vec<u32> = expired.map(|(id, _)| id).collect();
        drop(sessions);
        for id in &expired {
            on_expire(*id);
        }
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
